namespace StockNow.Contracts.Events;

/// <summary>What must be restocked, because a sensor saw too little of it.</summary>
/// <param name="ProductId">The product; the record's key in the event log.</param>
/// <param name="MissingQuantity">Pieces to bring: <c>3 * threshold - quantity</c>.</param>
/// <param name="HighPriority">Whether the product belongs to the season of the reading.</param>
/// <param name="ReportId">Derived from the alert's topic, partition and offset, so that a retry is the same report.</param>
/// <param name="SensorId">The sensor that saw it.</param>
/// <param name="Store">The store.</param>
/// <param name="Quantity">Pieces seen.</param>
/// <param name="Threshold">Pieces below which the product counts as missing.</param>
/// <param name="Season">The season of the reading's timestamp where the store stands: <c>winter</c>, <c>spring</c>, <c>summer</c> or <c>autumn</c>.</param>
/// <param name="DetectedAt">The reading's timestamp.</param>
public sealed record MissingProductReport(
    string ProductId, long MissingQuantity, bool HighPriority,
    string ReportId, string SensorId, string Store, int Quantity, int Threshold, string Season, DateTimeOffset DetectedAt);

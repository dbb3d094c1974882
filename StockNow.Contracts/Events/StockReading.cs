namespace StockNow.Contracts.Events;

/// <summary>One message of one sensor: how many pieces of a product it saw, and how many there should be at least.</summary>
/// <param name="SensorId">The sensor or drone; the record's key in the event log.</param>
/// <param name="Timestamp">When the sensor looked, to the millisecond.</param>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Pieces seen, 0 or more.</param>
/// <param name="Threshold">Pieces below which the product counts as missing, 0 or more.</param>
/// <param name="Location">The store and where it stands.</param>
/// <param name="Alert">The sensor's own judgement: <c>quantity &lt; threshold</c>.</param>
public sealed record StockReading(string SensorId, DateTimeOffset Timestamp, string ProductId, int Quantity, int Threshold, Location Location, bool Alert);

/// <summary>A store and where it stands.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
public sealed record Location(string Store, double Latitude, double Longitude);

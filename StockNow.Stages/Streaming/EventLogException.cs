namespace StockNow.Stages.Streaming;

/// <summary>The event log did not do what was asked; trying again later may help. Says what, where and what to do.</summary>
public sealed class EventLogException(string message, Exception? cause = null) : Exception(message, cause);

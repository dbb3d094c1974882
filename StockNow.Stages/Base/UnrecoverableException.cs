namespace StockNow.Stages.Base;

/// <summary>A fault that no restart heals. Its message says what happened, where, and what to do; the process ends with exit code 1.</summary>
public class UnrecoverableException(string message, Exception? cause = null) : Exception(message, cause);

using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming;

/// <summary>The event log is there and cannot be opened or understood. Stages end with it; to an audit it is a finding.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="cause">Where it showed, or null.</param>
public sealed class DamagedLogException(string message, Exception? cause = null) : UnrecoverableException(message, cause);

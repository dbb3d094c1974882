namespace StockNow.Stages.Streaming;

/// <summary>
/// A session gave up what was under way, as after a rebalance, and has gone back to its last commit: nothing is wrong, and reading may continue.
/// </summary>
sealed class SessionRewoundException(string why, Exception? cause = null) : Exception(why, cause);

namespace StockNow.Stages.Engines;

/// <summary>Answers the questions over the lake's published files. The same files give the same answers whatever the engine.</summary>
public interface IAnalysisEngine
{
    /// <summary>What the banner calls it: kind and place; never a secret.</summary>
    string Description { get; }

    /// <summary>Whether it reaches files of HDFS and S3 by their URIs. If not, it gets copies on this machine.</summary>
    bool ReadsRemoteFiles { get; }

    /// <summary>Answers all questions.</summary>
    /// <param name="files">The published files, as paths or URIs; at least one.</param>
    /// <param name="timeZone">An IANA time zone; days and hours are counted in it.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EngineException">The engine is away, or refuses.</exception>
    Task<Answers> AnswerAsync(IReadOnlyList<string> files, string timeZone, CancellationToken stop);

    /// <summary>Asks the engine for a sign of life.</summary>
    /// <exception cref="EngineException">The engine is away.</exception>
    Task PingAsync(CancellationToken stop);
}

/// <summary>The engine did not do what was asked; trying again later may help. Says what, where and what to do.</summary>
public sealed class EngineException(string message, Exception? cause = null) : Exception(message, cause);

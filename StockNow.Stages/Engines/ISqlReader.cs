namespace StockNow.Stages.Engines;

/// <summary>Answers SQL over data files; it changes nothing.</summary>
public interface ISqlReader
{
    /// <summary>Runs one query.</summary>
    /// <param name="files">The published files, as paths; none for an empty view <c>readings</c>.</param>
    /// <param name="views">Further views, in any order.</param>
    /// <param name="query">One SELECT, or what stands for a table in one, such as DESCRIBE or SUMMARIZE.</param>
    /// <param name="timeZone">The IANA time zone of the session.</param>
    /// <param name="result">Takes the rows.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="SqlQueryException">The query is wrong, or would change something.</exception>
    /// <exception cref="EngineException">A file cannot be read, or memory is short.</exception>
    Task QueryAsync(
        IReadOnlyList<string> files, IEnumerable<ISqlView> views, string query, string timeZone, ISqlResult result, CancellationToken stop);
}

/// <summary>Takes the rows of a query, one by one.</summary>
public interface ISqlResult
{
    /// <summary>Whether each row is wanted as one text with a JSON object. Otherwise each value is one text, or null.</summary>
    bool AsJson { get; }

    /// <summary>Is called once, before the first row.</summary>
    /// <param name="columns">Their names and whether they hold numbers.</param>
    void Begin(IReadOnlyList<(string Name, bool IsNumber)> columns);

    /// <summary>Takes a row; valid only during the call.</summary>
    void Add(IReadOnlyList<string?> values);
}

/// <summary>The query is wrong; the message says where.</summary>
public sealed class SqlQueryException(string message, Exception? cause = null) : Exception(message, cause);

namespace StockNow.Stages.Engines.Questions;

/// <summary>A question as one SQL text for every engine, over a view <c>readings</c> with the lake's columns.</summary>
/// <remarks>
/// The text keeps to what DuckDB and Spark both understand in the same way. The time zone is a setting of the session, so days and hours follow it.
/// Every number comes back as BIGINT; averages are sums and counts here, and are divided and rounded once, by <see cref="Average"/>.
/// </remarks>
/// <param name="Sql">The text.</param>
/// <param name="Read">Makes an answer of one row.</param>
sealed record Question<T>(string Sql, Func<IAnswerRow, T> Read);

/// <summary>One row of a result; valid only until the next one is read.</summary>
interface IAnswerRow
{
    /// <summary>A BIGINT column, counted from 0.</summary>
    long Number(int column);

    /// <summary>A text column, counted from 0.</summary>
    string Text(int column);
}

/// <summary>A session with an engine, in which the view <c>readings</c> stands and the time zone is set.</summary>
interface IEngineSession
{
    /// <summary>All rows of a question's result, in its order.</summary>
    Task<IReadOnlyList<T>> AskAsync<T>(Question<T> question, CancellationToken stop);
}

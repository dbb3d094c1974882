namespace StockNow.Stages.Engines.Questions;

/// <summary>
/// A question as one SQL text over a table <c>cells</c> of the selection: <c>day</c> and <c>hour</c> in its time zone, <c>store</c>, <c>product_id</c>,
/// <c>readings</c>, <c>alerts</c>, <c>quantity</c> and <c>threshold</c>.
/// </summary>
/// <remarks>
/// The first column is 1 in a row over all stores and 0 in a row of one store; the second is that store. Every number is a BIGINT; averages are sums and
/// counts here, and are divided and rounded once, by <see cref="Average"/>.
/// </remarks>
/// <param name="Sql">The text.</param>
/// <param name="Read">Makes an answer of one row; its own columns begin with 0.</param>
sealed record Question<T>(string Sql, Func<IAnswerRow, T> Read);

/// <summary>One row of a result; valid only until the next one is read.</summary>
interface IAnswerRow
{
    /// <summary>A BIGINT column, counted from 0.</summary>
    long Number(int column);

    /// <summary>A text column, counted from 0.</summary>
    string Text(int column);
}

/// <summary>The rows of a question, in its order, over all stores and for each store.</summary>
/// <param name="All">Over all stores.</param>
/// <param name="ByStore">For each store.</param>
sealed record Rows<T>(IReadOnlyList<T> All, ILookup<string, T> ByStore)
{
    /// <summary>The rows over all stores, or those of one.</summary>
    public IReadOnlyList<T> Of(string? store) => store is null ? All : [.. ByStore[store]];
}

/// <summary>Asks a question of the table <c>cells</c>.</summary>
interface IQuestionSession
{
    /// <summary>All rows of a question's result.</summary>
    Task<Rows<T>> AskAsync<T>(Question<T> question, CancellationToken stop);
}

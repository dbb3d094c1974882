namespace StockNow.Stages.Engines;

/// <summary>A view of the command <c>sql</c> that a stage adds to <c>readings</c>. Implementations are found by scanning.</summary>
public interface ISqlView
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>The view from which it takes its rows: <c>readings</c>, or the name of another view.</summary>
    string Over { get; }

    /// <summary>Its rows, as a SELECT.</summary>
    string Query { get; }
}

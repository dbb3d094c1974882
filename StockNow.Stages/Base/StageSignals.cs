namespace StockNow.Stages.Base;

/// <summary>The signals that end a stage.</summary>
/// <param name="Drain">Finish what lies in the input, commit, flush, and return.</param>
/// <param name="Stop">Flush what is in hand and return at once; always after <paramref name="Drain"/>.</param>
public sealed record StageSignals(CancellationToken Drain, CancellationToken Stop);

using StockNow.Contracts.Events;

namespace StockNow.Stages.Audit;

/// <summary>Judges a record without knowing under which settings, and by which version, its stages judged it.</summary>
/// <param name="configured">How much a reading may hold now.</param>
sealed class RecordJudge(ReadingLimits configured)
{
    readonly ReadingReader _strictest = new(ReadingLimits.Lowest), _now = new(configured), _laxest = new(ReadingLimits.Highest);

    /// <summary>Reads a record.</summary>
    /// <param name="value">The record's value.</param>
    /// <param name="reading">Its fields, unless it is malformed; valid until the next call.</param>
    public Judgement Read(ReadOnlySpan<byte> value, out ReadingFields reading) =>
        _strictest.TryRead(value, out reading, out _) ? Judgement.Reading
        : _now.TryRead(value, out reading, out _) ? Judgement.ReadingNow
        : _laxest.TryRead(value, out reading, out _) ? Judgement.ReadingOnce
        : Judgement.Malformed;
}

/// <summary>What a record is.</summary>
enum Judgement
{
    /// <summary>A reading for every version under all settings.</summary>
    Reading,

    /// <summary>A reading under the settings of now; others, or the first version, may have refused it.</summary>
    ReadingNow,

    /// <summary>Malformed under the settings of now; others may have accepted it.</summary>
    ReadingOnce,

    /// <summary>Malformed for every version under all settings.</summary>
    Malformed,
}

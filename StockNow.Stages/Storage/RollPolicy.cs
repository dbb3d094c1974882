namespace StockNow.Stages.Storage;

/// <summary>Decides when an open range is stored.</summary>
sealed class RollPolicy(StorageOptions options)
{
    /// <summary>Before any further record: whether the range holds all that it may.</summary>
    /// <param name="records">Records in the range.</param>
    /// <param name="bytes">The memory they take.</param>
    /// <param name="allowed">The memory that the other open ranges leave.</param>
    public RollReason? WhenFull(long records, long bytes, long allowed) =>
        records == 0 ? null
        : records >= options.MaxRows ? RollReason.Rows
        : bytes >= allowed ? RollReason.Bytes
        : null;

    /// <summary>Before a reading of an hour that the range has no readings of.</summary>
    /// <param name="hours">Hours in the range.</param>
    /// <param name="isLater">Whether the hour is later than any seen in the partition. A late reading closes nothing.</param>
    /// <param name="age">The time since the range got its first record.</param>
    public RollReason? BeforeNewHour(int hours, bool isLater, TimeSpan age) =>
        hours >= options.MaxHours ? RollReason.Hours
        : options.RollAtHourClose && isLater && hours > 0 && age > options.FirstAge ? RollReason.HourClosed
        : null;

    /// <summary>While no record comes.</summary>
    /// <param name="openedAt">When the range got its first record, since the stage started.</param>
    /// <param name="age">The time since then.</param>
    /// <param name="idle">The time since its last record.</param>
    public RollReason? AtRest(TimeSpan openedAt, TimeSpan age, TimeSpan idle) =>
        age >= LimitOf(openedAt) ? RollReason.Age
        : idle >= options.Idle ? RollReason.Idle
        : null;

    // A range may get as old as the stage was when it began: stored at 5 s, 10 s, 20 s and so on.
    TimeSpan LimitOf(TimeSpan openedAt) =>
        openedAt < options.FirstAge ? options.FirstAge : openedAt > options.MaxAge ? options.MaxAge : openedAt;
}

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>The partitions that the group has only just met, until a note of the meeting is committed together with an offset.</summary>
sealed class FirstMeetings
{
    readonly Dictionary<int, long> _starts = [];
    readonly HashSet<int> _noted = [];

    /// <summary>Where the group begins in each.</summary>
    public IReadOnlyDictionary<int, long> Starts => _starts;

    /// <summary>Those that the open transaction has no note of.</summary>
    public IEnumerable<KeyValuePair<int, long>> Unnoted => _starts.Where(start => !_noted.Contains(start.Key));

    public bool HasUnnoted => _noted.Count < _starts.Count;

    public bool HasNoted => _noted.Count > 0;

    public void Add(int partition, long start) => _starts[partition] = start;

    public void Note(int partition) => _noted.Add(partition);

    public void Remove(int partition)
    {
        _starts.Remove(partition);
        _noted.Remove(partition);
    }

    /// <summary>The transaction with the notes is committed.</summary>
    public void Committed()
    {
        foreach (var partition in _noted) _starts.Remove(partition);
        _noted.Clear();
    }

    /// <summary>The transaction with the notes is dropped.</summary>
    public void Dropped() => _noted.Clear();
}

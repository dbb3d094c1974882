namespace StockNow.Stages.Streaming;

/// <summary>
/// The stream underneath: topics, partitions, offsets, groups, in Kafka's own words. Records of a partition are read in the order of their offsets;
/// what one commit holds becomes visible whole or not at all.
/// </summary>
/// <remarks>Safe for concurrent use; what it opens belongs to one thread at a time and is disposed by its caller.</remarks>
public interface IEventLog : IEventLogInspector, IAsyncDisposable
{
    /// <summary>What the banner calls it: kind and where its data lies; never a secret.</summary>
    string Description { get; }

    /// <summary>Makes the topics that are not there yet, with the configured number of partitions, and checks those that are.</summary>
    /// <exception cref="EventLogException">The log cannot be reached or written.</exception>
    Task EnsureTopicsAsync(IReadOnlyCollection<string> topics, CancellationToken stop);

    /// <summary>Opens a writer that reads nothing.</summary>
    /// <param name="name">Stable over restarts; two writers of one name at once are an error, whatever process or machine they run in.</param>
    /// <param name="stop">Ends the opening.</param>
    Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop);

    /// <summary>Opens a writer whose name is made unique by the configured name of this process, where the event log has such names.</summary>
    /// <param name="name">As for <see cref="OpenWriterAsync"/>.</param>
    /// <param name="stop">Ends the opening.</param>
    Task<IEventLogWriter> OpenInstanceWriterAsync(string name, CancellationToken stop) => OpenWriterAsync(name, stop);

    /// <summary>Opens a reader that decides for itself where each partition begins and when an offset is done with.</summary>
    /// <param name="group">The consumer group.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="owner">Is notified of every partition gained, given up or lost, from within <see cref="IEventLogReader.ReadAsync"/> and disposal.</param>
    /// <param name="stop">Ends the opening.</param>
    Task<IEventLogReader> OpenReaderAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop);

    /// <summary>Opens an atomic read-process-write: outputs and input offsets are committed together or not at all.</summary>
    /// <param name="group">The consumer group.</param>
    /// <param name="topic">The topic to read.</param>
    /// <param name="stop">Ends the opening.</param>
    Task<IEventLogSession> OpenSessionAsync(string group, string topic, CancellationToken stop);
}

using System.Globalization;
using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>Two transactional producers in turn: while the transaction of one is being committed, the next is already filled through the other.</summary>
/// <remarks>
/// Only one is committed at a time, and only once the one before it is committed: otherwise offsets would pass over records whose outputs were dropped.
/// What is in it has reached the brokers before the next is filled: otherwise records of one key could change places.
/// See docs/decisions/0012-two-transactions-in-turn.md.
/// </remarks>
sealed class TransactionPair(TransactionalProducer first, TransactionalProducer second) : IDisposable
{
    TransactionalProducer _open = first, _other = second;
    Task<TimeSpan>? _commit;

    /// <summary>Whether a transaction is open.</summary>
    public bool IsOpen => _open.IsOpen;

    /// <summary>Bytes produced in the open transaction.</summary>
    public long PendingBytes => _open.PendingBytes;

    /// <summary>Whether a commit was begun and not yet settled.</summary>
    public bool IsCommitting => _commit is not null;

    /// <summary>Whether to settle takes no wait.</summary>
    public bool CanSettle => _commit is { IsCompleted: true };

    /// <summary>
    /// Why both producers must be renewed before another transaction begins; null when they need not. See <see cref="TransactionalProducer.Doubt"/>.
    /// </summary>
    public Doubt? Doubt => _other.Doubt ?? _open.Doubt;

    /// <summary>Ends what producers of the same ids before these have left open.</summary>
    public void Init(CancellationToken stop)
    {
        _open.Init(stop);
        _other.Init(stop);
    }

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers) => _open.Produce(topic, key, value, headers);

    public void SavePosition(string name, long position) => _open.SavePosition(name, position.ToString(CultureInfo.InvariantCulture));

    /// <summary>Begins to commit what is open together with offsets. The one before must be settled.</summary>
    /// <exception cref="SessionRewoundException">It cannot be committed; abort.</exception>
    public void BeginCommit(IReadOnlyCollection<TopicPartitionOffset> offsets, IConsumerGroupMetadata member)
    {
        if (_commit is not null) throw new InvalidOperationException("The commit before this one is not settled.");
        var closing = _open;
        closing.Flush();
        (_open, _other) = (_other, _open);
        _commit = Task.Run(() => closing.Commit(offsets, member));
    }

    /// <summary>Waits for the commit under way.</summary>
    /// <returns>How long it took.</returns>
    /// <exception cref="SessionRewoundException">It is not committed; abort.</exception>
    public TimeSpan Settle()
    {
        var commit = _commit ?? throw new InvalidOperationException("No commit was begun.");
        _commit = null;
        return commit.GetAwaiter().GetResult();
    }

    /// <summary>Drops what is open, and what could not be committed. A commit under way must be settled.</summary>
    /// <exception cref="EventLogException">The producers must go; the next ones of their ids abort what is open.</exception>
    public void Abort()
    {
        _other.Abort();
        _open.Abort();
    }

    /// <summary>Drops what is open, and lets new producers take the place of both. A commit under way must be settled.</summary>
    public void Renew(CancellationToken stop)
    {
        _other.Renew(stop);
        _open.Renew(stop);
    }

    /// <summary>Serves delivery reports.</summary>
    public void Poll() => _open.Poll();

    public void Dispose()
    {
        try { _commit?.GetAwaiter().GetResult(); }
        catch (Exception) { } // the outcome does not matter when it is disposed early
        _other.Dispose();
        _open.Dispose();
    }
}

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>
/// A transactional id that stays the same over restarts, kill -9 included, and that no other process of this machine uses: a new producer of the id
/// then ends at once what the old one left open.
/// </summary>
sealed class TransactionalId : IDisposable
{
    static readonly HashSet<string> InUse = [];

    readonly Claim? _claim;

    TransactionalId(string name, Claim? claim) => (Name, _claim) = (name, claim);

    public string Name { get; }

    /// <summary>The one id of a writer: a second writer of its name ends the first one.</summary>
    public static TransactionalId OfWriter(string name, string? instance) => new(instance is null ? $"stocknow-{name}" : $"stocknow-{name}-{instance}", null);

    /// <summary>Takes the first free id of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="instance">The configured name of this process, or null to make one from the machine's.</param>
    public static TransactionalId Take(string group, string? instance)
    {
        var folder = Path.Combine(Path.GetTempPath(), "stocknow-transactional-ids");
        for (var number = 0; ; number++)
        {
            var name = $"{group}-{instance ?? Environment.MachineName}-{number}";
            lock (InUse)
            {
                if (!InUse.Add(name)) continue;
            }
            // Who names an instance answers for it: the brokers tell when two use one name.
            var claim = instance is null ? Claim.TryTake(Directory.CreateDirectory(folder).FullName, name) : null;
            if (instance is not null || claim is not null) return new TransactionalId(name, claim);
            lock (InUse) InUse.Remove(name);
        }
    }

    public void Dispose()
    {
        _claim?.Dispose();
        lock (InUse) InUse.Remove(Name);
    }
}

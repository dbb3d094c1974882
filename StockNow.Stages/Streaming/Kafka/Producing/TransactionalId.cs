using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>
/// A transactional id that stays the same over restarts, kill -9 included, and that no other process of this machine uses: a new producer of the id
/// then ends at once what the old one left open.
/// </summary>
sealed class TransactionalId : IDisposable
{
    static readonly HashSet<string> InUse = [];

    readonly Claim? _claim;

    TransactionalId(string name, Claim? claim, bool hasInstance = true) => (Name, _claim, HasInstance) = (name, claim, hasInstance);

    public string Name { get; }

    /// <summary>The id of the first producer of a session. See <see cref="TransactionPair"/>.</summary>
    public string First => $"{Name}-a";

    /// <summary>The id of the second producer of a session.</summary>
    public string Second => $"{Name}-b";

    /// <summary>Whether <c>EventLog:Kafka:Instance</c> would make another id of it.</summary>
    public bool HasInstance { get; }

    /// <summary>The one id of a writer in the whole cluster: a second writer of its name ends the first one.</summary>
    public static TransactionalId OfWriter(string name) => new(NameOfWriter(name), null, hasInstance: false);

    /// <summary>The id of a writer that each instance may have.</summary>
    public static TransactionalId OfInstanceWriter(string name, string? instance) => new(NameOfWriter(instance is null ? name : $"{name}-{instance}"), null);

    /// <summary>What a writer's id is called.</summary>
    public static string NameOfWriter(string name) => $"instocknow-{name}";

    /// <summary>Takes the first free id of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="instance">
    /// The configured name of this process, or null to make one from the names of machine and user: users cannot see each other's claims.
    /// </param>
    /// <param name="folder">Where the processes of one user claim their ids; null for the usual folder.</param>
    /// <exception cref="UnrecoverableException">Ids cannot be claimed here.</exception>
    public static TransactionalId Take(string group, string? instance, string? folder = null)
    {
        for (var number = 0; ; number++)
        {
            var name = $"{group}-{instance ?? $"{Environment.MachineName}-{User}"}-{number}";
            lock (InUse)
            {
                if (!InUse.Add(name)) continue;
            }
            try
            {
                // Who names an instance answers for it: the brokers tell when two use one name.
                var claim = instance is null ? TryClaim(folder ?? DefaultFolder, name) : null;
                if (instance is not null || claim is not null) return new TransactionalId(name, claim);
            }
            catch
            {
                lock (InUse) InUse.Remove(name);
                throw;
            }
            lock (InUse) InUse.Remove(name);
        }
    }

    public void Dispose()
    {
        _claim?.Dispose();
        lock (InUse) InUse.Remove(Name);
    }

    static string DefaultFolder => Path.Combine(Path.GetTempPath(), $"stocknow-transactional-ids-{User}");

    static string User => string.Concat(Environment.UserName.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '_'));

    static Claim? TryClaim(string folder, string name)
    {
        try { return Claim.TryTake(Directory.CreateDirectory(folder).FullName, name); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UnrecoverableException(
                $"A transactional id cannot be claimed in {folder}: {fault.Message} Set EventLog:Kafka:Instance to a name that no other process of this stage "
                + "has and that stays the same over restarts; then no claim is needed.", fault);
        }
    }
}

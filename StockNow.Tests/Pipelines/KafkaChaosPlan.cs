namespace StockNow.Tests.Pipelines;

/// <summary>What is done to whom.</summary>
enum Blow
{
    Kill,
    Terminate,
    PauseBeyondSession,
    PauseBeyondTransaction,
    RestartBroker,
    KillBroker,
}

/// <summary>One round: a blow to a process or a broker, and the rest after it.</summary>
/// <param name="Blow">What is done.</param>
/// <param name="Victim">The index of the process, or the number of the broker.</param>
/// <param name="Pause">The time before the next round; a killed broker is away as long.</param>
readonly record struct ChaosRound(Blow Blow, int Victim, TimeSpan Pause)
{
    const int Brokers = 3;

    public bool IsOfBroker => Blow is Blow.RestartBroker or Blow.KillBroker;

    /// <summary>The rounds of a seed, always the same ones.</summary>
    public static IEnumerable<ChaosRound> Plan(Random random, int rounds, int processes)
    {
        for (var round = 0; round < rounds; round++)
        {
            var blow = (Blow)random.Next(Enum.GetValues<Blow>().Length);
            var isOfBroker = blow is Blow.RestartBroker or Blow.KillBroker;
            yield return new ChaosRound(blow, isOfBroker
                ? random.Next(Brokers) + 1 : random.Next(processes), TimeSpan.FromMilliseconds(random.Next(200, 4000)));
        }
    }
}

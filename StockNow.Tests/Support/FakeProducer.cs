using System.Reflection;
using Confluent.Kafka;

namespace StockNow.Tests.Support;

/// <summary>A Kafka client that only writes down what it is asked, and does what a test says in each call.</summary>
#pragma warning disable CA1852 // its subtype is made at run time
class FakeProducer : DispatchProxy
{
#pragma warning restore CA1852
    /// <summary>The names of the calls, in their order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What happens in a call, by its name.</summary>
    public Dictionary<string, Action> On { get; } = [];

    public static (IProducer<byte[], byte[]> Client, FakeProducer Fake) New()
    {
        var client = Create<IProducer<byte[], byte[]>, FakeProducer>();
        return (client, (FakeProducer)client);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Calls.Add(targetMethod!.Name);
        if (On.TryGetValue(targetMethod.Name, out var happens)) happens();
        return targetMethod.ReturnType == typeof(int) ? 0 : null;
    }
}

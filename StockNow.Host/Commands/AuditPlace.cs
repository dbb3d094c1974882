using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>What a command looks at: proofs and lists begin with it, for a mistyped folder looks like an empty one.</summary>
/// <param name="EventLog">Kind and place of the event log.</param>
/// <param name="Lake">Kind and place of the lake.</param>
internal sealed record AuditPlace(string EventLog, string Lake)
{
    public static AuditPlace Of(IServiceProvider services) =>
        new(services.GetRequiredService<IEventLog>().Description, services.GetRequiredService<ILakeStore>().Description);

    /// <summary>One line.</summary>
    public override string ToString() => $"Event log: {EventLog}; lake: {Lake}";
}

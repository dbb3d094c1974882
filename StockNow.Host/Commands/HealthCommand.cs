using System.Text.Json;
using StockNow.Host.Answers;
using StockNow.Host.Configuration;
using StockNow.Host.Health;

namespace StockNow.Host.Commands;

/// <summary>Asks the running process how it is doing, one line a stage; for containers.</summary>
internal static class HealthCommand
{
    public static async Task<int> RunAsync(Setup setup, OutputFormat output, CancellationToken stop)
    {
        if (FaultList.Printed(setup.Faults)) return ExitCodes.BadConfiguration;
        if (!setup.Http.IsOn)
        {
            await Console.Error.WriteLineAsync("Http:Url is not set, so the running process serves no health. Give both the same address, such as "
                + "STOCKNOW__Http__Url=http://127.0.0.1:8080.");
            return ExitCodes.BadConfiguration;
        }
        try
        {
            var report = await HealthQuestion.AskAsync(setup.Http, stop);
            await Console.Out.WriteAsync(output == OutputFormat.Json ? report.ToJson() : Text(report));
            return report.IsReady ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || fault is OperationCanceledException && !stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"No StockNow answers at {HealthQuestion.AddressOf(setup.Http)}: "
                + $"{(fault is OperationCanceledException ? $"nothing came within {HealthQuestion.Timeout.TotalSeconds:0} s." : fault.Message)}");
            return ExitCodes.Failed;
        }
    }

    /// <summary>One line for each stage and for the event log, one for each warning.</summary>
    public static string Text(HealthReport report)
    {
        var lines = report.Stages.Select(stage => Line(
            stage.IsReady, stage.Stage, stage.State + (stage.Reason is { } reason ? $": {reason}" : "")
            + (stage.Lag is { } lag ? FormattableString.Invariant($", lag {lag:N0}") : ""))).ToList();
        if (report.EventLog is { } log) lines.Add(Line(log.IsReady, "event log", log.Reason ?? "answers"));
        lines.AddRange(report.Warnings.Select(warning => $"!!  {"event log",-14} {warning}"));
        return string.Concat(lines.Select(line => line + "\n"));
    }

    static string Line(bool isFine, string what, string says) => $"{(isFine ? "ok" : "NO")}  {what,-14} {says}";
}

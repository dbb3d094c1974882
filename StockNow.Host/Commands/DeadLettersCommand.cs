using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Host.Display;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Looks at the dead letters, and sends them back to where they came from.</summary>
internal static class DeadLettersCommand
{
    const int SkippedShown = 20;

    public static Task<int> ListAsync(Setup setup, OutputFormat output, long limit, CancellationToken stop) =>
        OnLettersAsync(setup, "list", async (log, partitions) =>
    {
        using var list = Form(output, log.Description);
        long shown = 0, total = 0;
        await foreach (var batch in log.ScanAsync([.. partitions], stop))
        {
            for (var i = 0; i < batch.Count && shown < limit; i++, shown++) list.Add(batch[i], batch.Partition);
            total += batch.Count;
            if (shown == limit && log.OffsetsAreDense) break; // then the offsets say how many there are
        }
        if (log.OffsetsAreDense) total = partitions.Sum(partition => partition.End - partition.Start);
        list.End(total);
        await Console.Error.WriteLineAsync(total == 0 ? $"No dead letters in {log.Description}."
            : shown < total ? string.Create(CultureInfo.InvariantCulture,
            $"{shown:N0} of {PeopleText.Count(total, "dead letter")}; all of them: --limit={total}")
            : $"{PeopleText.Count(total, "dead letter")}.");
        return ExitCodes.Done;
    }, stop);

    public static Task<int> ShowAsync(Setup setup, OutputFormat output, string? at, CancellationToken stop) =>
        OnLettersAsync(setup, "show", async (log, partitions) =>
    {
        if (DeadLetterPlace.Read(at) is not { } place)
        {
            await Console.Error.WriteLineAsync("--at: write partition and offset as `dead-letters list` shows them, such as --at=0@12");
            return ExitCodes.BadConfiguration;
        }
        var found = false;
        if (partitions.FirstOrDefault(partition => partition.Partition.Partition == place.Partition && partition.Start <= place.Offset
            && place.Offset < partition.End) is { } one)
            await foreach (var batch in log.ScanAsync(one.Partition, place.Offset, place.Offset + 1, stop))
                for (var i = 0; i < batch.Count; i++)
                {
                    found = true;
                    using var form = output == OutputFormat.Json ? Form(output, log.Description) : new DeadLetterText(Console.Out);
                    form.Add(batch[i], batch.Partition);
                    form.End(1);
                }
        if (!found) await Console.Error.WriteLineAsync($"There is no dead letter at {place}; `dead-letters list` shows which there are.");
        return found ? ExitCodes.Done : ExitCodes.NothingToAudit;
    }, stop);

    public static Task<int> PurgeAsync(Setup setup, bool yes, CancellationToken stop) => OnLettersAsync(setup, "purge", async (log, partitions) =>
    {
        var count = partitions.Sum(partition => partition.End - partition.Start);
        var what = PeopleText.Count(count, "dead letter");
        if (count == 0) Console.Out.WriteLine("Nothing to purge: there is no dead letter.");
        else if (!yes) Console.Out.WriteLine($"Would purge {what}. Nothing was purged; add --yes to purge them.");
        else
        {
            await new DeadLetterMark(log).MoveToEndAsync(stop);
            Console.Out.WriteLine($"Purged {what}: they are not listed and not replayed any more. The event log removes their bytes by its retention.");
        }
        return ExitCodes.Done;
    }, stop);

    public static Task<int> ReplayAsync(Setup setup, bool again, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var log = services.GetRequiredService<IEventLog>();
        var skipped = new List<SkippedDeadLetter>();
        try
        {
            var sent = await CommandProgress.ShowAsync(progress => new DeadLetterReplay(log, setup.Catalog.Groups, setup.Pipeline.ReadingLimits)
                .RunAsync(again, skipped.Add, progress, stop));
            await Console.Error.WriteLineAsync(sent > 0
                ? string.Create(CultureInfo.InvariantCulture,
                $"{sent:N0} dead {(sent == 1 ? "letter was sent back to the topic it" : "letters were sent back to the topics they")} came from.")
                : skipped.Count > 0 ? "No dead letter was sent back."
                : "Nothing to replay: every dead letter was sent back or skipped before, or there is none. --again tries all of them once more.");
        }
        finally { await Console.Error.WriteAsync(Describe(skipped)); } // they are not tried again, so a replay that fails later tells them too
        return skipped.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    });

    /// <summary>What was skipped and why; empty when nothing was.</summary>
    internal static string Describe(IReadOnlyList<SkippedDeadLetter> skipped)
    {
        if (skipped.Count == 0) return "";
        var text = new StringBuilder();
        foreach (var (partition, offset, why) in skipped.Take(SkippedShown))
            text.AppendLine(CultureInfo.InvariantCulture, $"Skipped {partition}@{offset}: {PeopleText.OneLine(why)}.");
        if (skipped.Count > SkippedShown) text.AppendLine(CultureInfo.InvariantCulture, $"... and {skipped.Count - SkippedShown:N0} more.");
        var (letters, stay, them) = skipped.Count == 1 ? ("letter was", "stays where it is", "it") : ("letters were", "stay where they are", "them");
        var malformed = skipped.Count(letter => letter.IsStillMalformed);
        if (malformed > 0)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{malformed:N0} {(malformed == 1 ? "is" : "are")} still malformed; replay sends back only what can be read now.");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{skipped.Count:N0} dead {letters} skipped and {stay}. `dead-letters list` shows {them}, `dead-letters replay --again` tries all once more.");
        return text.ToString();
    }

    static Task<int> OnLettersAsync(
        Setup setup, string verb, Func<IEventLog, IReadOnlyList<PartitionState>, Task<int>> work, CancellationToken stop) =>
        SeamCommand.RunAsync(setup, async services =>
        {
            var log = services.GetRequiredService<IEventLog>();
            var partitions = await DeadLetterMark.PartitionsAsync(log, stop);
            if (partitions.Count > 0) return await work(log, partitions);
            await Console.Error.WriteLineAsync($"There are no dead letters to {verb}: {log.Description} has no topic {TopicNames.DeadLetters}. Are DataFolder "
                + "and EventLog:Kind right?");
            return ExitCodes.NothingToAudit;
        });

    static IDeadLettersOutput Form(OutputFormat output, string eventLog) => output switch
    {
        OutputFormat.Json => new DeadLettersJson(eventLog, Console.OpenStandardOutput()),
        OutputFormat.Csv => new DeadLettersCsv(Console.Out),
        _ => new DeadLettersTable(Console.Out, Console.IsOutputRedirected ? null : Console.WindowWidth),
    };
}

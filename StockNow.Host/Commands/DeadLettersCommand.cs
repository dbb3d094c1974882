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
    const int PreviewLength = 100, SkippedShown = 20;

    public static Task<int> ListAsync(Setup setup, OutputFormat output, long limit, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var log = services.GetRequiredService<IEventLog>();
        var partitions = await log.DescribeStableAsync(TopicNames.DeadLetters, stop);
        if (partitions.Count == 0)
        {
            await Console.Error.WriteLineAsync($"There are no dead letters to list: {log.Description} has no topic {TopicNames.DeadLetters}. Are DataFolder "
                + "and EventLog:Kind right?");
            return ExitCodes.NothingToAudit;
        }
        using var list = output == OutputFormat.Json ? new DeadLettersJson(log.Description, Console.OpenStandardOutput()) : null;
        var shown = 0L;
        foreach (var (partition, start, end) in partitions)
            await foreach (var batch in log.ScanAsync(partition, start, end, stop))
                for (var i = 0; i < batch.Count && shown < limit; i++, shown++)
                    if (list is null) Console.WriteLine(Describe(batch[i], partition));
                    else list.Add(batch[i], partition);
        var total = shown < limit ? shown : await log.CountAsync(TopicNames.DeadLetters, stop);
        list?.End(total);
        await Console.Error.WriteLineAsync(total == 0 ? $"No dead letters in {log.Description}."
            : shown < total ? string.Create(CultureInfo.InvariantCulture,
            $"{shown:N0} of {PeopleText.Count(total, "dead letter")}; all of them: --limit={total}")
            : $"{PeopleText.Count(total, "dead letter")}.");
        return ExitCodes.Done;
    });

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

    static string Describe(in LogRecord record, TopicPartition partition)
    {
        var source = $"{Header(record.Headers, HeaderNames.SourceTopic)}-{Header(record.Headers, HeaderNames.SourcePartition)}"
            + $"@{Header(record.Headers, HeaderNames.SourceOffset)}";
        return $"{partition}@{record.Offset}  {Header(record.Headers, HeaderNames.Stage)}  {Header(record.Headers, HeaderNames.Reason)}  {source}  "
            + $"{Header(record.Headers, HeaderNames.Error)}  {Preview(record.Value)}";
    }

    static string Header(HeaderView headers, ReadOnlySpan<byte> name) =>
        headers.TryGet(name, out ReadOnlySpan<byte> value) ? PeopleText.OneLine(Encoding.UTF8.GetString(value)) : "?";

    static string Preview(ReadOnlySpan<byte> value)
    {
        var text = PeopleText.OneLine(Encoding.UTF8.GetString(value[..Math.Min(value.Length, PreviewLength)]));
        return value.Length > PreviewLength ? $"{text}... ({value.Length} bytes)" : text;
    }
}

using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Looks at the dead letters, and sends them back to where they came from.</summary>
internal static class DeadLettersCommand
{
    const int PreviewLength = 100, SkippedShown = 20;

    public static Task<int> ListAsync(Setup setup, long limit, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var log = services.GetRequiredService<IEventLogInspector>();
        var shown = 0L;
        var partitions = await log.DescribeSettledAsync(TopicNames.DeadLetters, stop);
        foreach (var (partition, start, end) in partitions)
        {
            await foreach (var batch in log.ScanAsync(partition, start, end, stop))
                for (var i = 0; i < batch.Count && shown < limit; i++, shown++) Console.WriteLine(Describe(batch[i], partition));
        }
        var total = shown < limit ? shown : await log.CountAsync(TopicNames.DeadLetters, stop);
        await Console.Error.WriteLineAsync(total == 0 ? "No dead letters."
            : shown < total ? string.Create(CultureInfo.InvariantCulture, $"{shown:N0} of {total:N0} dead letters; all of them: --limit={total}")
            : string.Create(CultureInfo.InvariantCulture, $"{total:N0} dead letters."));
        return ExitCodes.Done;
    });

    public static Task<int> ReplayAsync(Setup setup, bool again, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var log = services.GetRequiredService<IEventLog>();
        var skipped = new List<SkippedDeadLetter>();
        try
        {
            var sent = await CommandProgress.ShowAsync(progress => new DeadLetterReplay(log).RunAsync(again, skipped.Add, progress, stop));
            await Console.Error.WriteLineAsync(sent > 0 ? string.Create(CultureInfo.InvariantCulture, $"{sent:N0} dead {(sent == 1 ? "letter was sent back to the topic it" : "letters were sent back to the topics they")} came from.")
                : skipped.Count > 0 ? "No dead letter was sent back."
                : "Nothing to replay: every dead letter was sent back before, or there is none. --again sends all of them once more.");
        }
        finally { await Console.Error.WriteAsync(Describe(skipped)); } // they are not tried again, so a replay that fails later tells them too
        return skipped.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    });

    /// <summary>What was skipped and why; empty when nothing was.</summary>
    internal static string Describe(IReadOnlyList<SkippedDeadLetter> skipped)
    {
        if (skipped.Count == 0) return "";
        var text = new StringBuilder();
        foreach (var (partition, offset, topic) in skipped.Take(SkippedShown))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Skipped {partition}@{offset}: {(topic is null
                ? "it does not say which topic it came from" : $"it came from '{PeopleText.OneLine(topic)}', which is no topic of this log that a stage reads")}.");
        }
        if (skipped.Count > SkippedShown) text.AppendLine(CultureInfo.InvariantCulture, $"... and {skipped.Count - SkippedShown:N0} more.");
        var (letters, them) = skipped.Count == 1 ? ("letter was", "it") : ("letters were", "them");
        text.AppendLine(CultureInfo.InvariantCulture, $"{skipped.Count:N0} dead {letters} skipped; another program may have written {them}. `dead-letters list` shows {them}, --again tries {them} once more.");
        return text.ToString();
    }

    static string Describe(in LogRecord record, TopicPartition partition)
    {
        var source = $"{Header(record.Headers, HeaderNames.SourceTopic)}-{Header(record.Headers, HeaderNames.SourcePartition)}@{Header(record.Headers, HeaderNames.SourceOffset)}";
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

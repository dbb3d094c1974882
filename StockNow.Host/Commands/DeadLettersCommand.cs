using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Host.Dashboard;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Looks at the dead letters, and sends them back to where they came from.</summary>
internal static class DeadLettersCommand
{
    const int PreviewLength = 100;

    public static Task<int> ListAsync(Setup setup, long limit, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var log = services.GetRequiredService<IEventLogInspector>();
        var shown = 0L;
        var partitions = await log.DescribeAsync(TopicNames.DeadLetters, stop);
        foreach (var (partition, start, end) in partitions)
        {
            await foreach (var batch in log.ScanAsync(partition, start, end, stop))
                for (var i = 0; i < batch.Count && shown < limit; i++, shown++) Console.WriteLine(Describe(batch[i], partition));
        }
        var total = partitions.Sum(partition => partition.End - partition.Start);
        await Console.Error.WriteLineAsync(total == 0 ? "No dead letters."
            : shown < total ? string.Create(CultureInfo.InvariantCulture, $"{shown:N0} of {total:N0} dead letters; all of them: --limit={total}")
            : string.Create(CultureInfo.InvariantCulture, $"{total:N0} dead letters."));
        return ExitCodes.Done;
    });

    public static Task<int> ReplayAsync(Setup setup, bool again, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var log = services.GetRequiredService<IEventLog>();
        var sent = await CommandProgress.ShowAsync(progress => new DeadLetterReplay(log).RunAsync(again, progress, stop));
        await Console.Error.WriteLineAsync(sent == 0
            ? "Nothing to replay: every dead letter was sent back before, or there is none. --again sends all of them once more."
            : string.Create(CultureInfo.InvariantCulture, $"{sent:N0} dead letters were sent back to the topics they came from."));
        return ExitCodes.Done;
    });

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

using System.Text;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>Puts a record that a stage can make nothing of into the dead letters: its bytes unchanged, with what is wrong in its headers.</summary>
public sealed class DeadLetterOutput(string stage)
{
    readonly byte[] _stage = Encoding.UTF8.GetBytes(stage);
    readonly HeaderWriter _headers = new();

    /// <summary>Adds the dead letter to the output.</summary>
    public void Send(in LogRecord record, TopicPartition partition, DropReason reason, string error, IRecordOutput output)
    {
        _headers.Clear()
            .Add(HeaderNames.Stage, _stage)
            .Add(HeaderNames.Reason, Encoding.UTF8.GetBytes(reason.Name()))
            .AddSource(partition, record.Offset)
            .Add(HeaderNames.Error, Encoding.UTF8.GetBytes(error))
            .AddTrace(record.Headers);
        output.Produce(TopicNames.DeadLetters, record.Key, record.Value, _headers);
    }
}

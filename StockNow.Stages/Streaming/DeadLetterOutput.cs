using System.Security.Cryptography;
using System.Text;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>
/// Puts a record that a stage can make nothing of into the dead letters: its bytes unchanged, with what is wrong in its headers. A record that is larger
/// than the topic takes is cut, and its length and hash say so.
/// </summary>
sealed class DeadLetterOutput(string stage)
{
    // The headers about a record that was cut, with their names and lengths.
    const int CutHeaders = 256, MaxErrorLength = 300;

    readonly byte[] _stage = Encoding.UTF8.GetBytes(stage);
    readonly HeaderWriter _headers = new();

    /// <summary>Adds the dead letter to the output.</summary>
    public void Send(in LogRecord record, RecordSource source, DropReason reason, string error, IRecordOutput output)
    {
        _headers.Clear()
            .Add(HeaderNames.Stage, _stage)
            .Add(HeaderNames.Reason, Encoding.UTF8.GetBytes(reason.Name()))
            .AddSource(source, record.Offset)
            .Add(HeaderNames.Error, Encoding.UTF8.GetBytes(error.Length <= MaxErrorLength ? error : $"{error.AsSpan(0, MaxErrorLength - 3)}..."));
        if (reason != DropReason.Unprocessable) _headers.AddTrace(record.Headers); // its headers may be what the stage has failed on
        var room = output.MaxRecordBytes(TopicNames.DeadLetters) - _headers.Encoded.Length;
        var key = record.Key;
        var value = record.Value;
        if (key.Length + (long)value.Length > room) Cut(ref key, ref value, Math.Max(room - CutHeaders, 0));
        output.Produce(TopicNames.DeadLetters, key, value, _headers);
    }

    void Cut(ref ReadOnlySpan<byte> key, ref ReadOnlySpan<byte> value, long room)
    {
        if (key.Length > room / 2)
        {
            _headers.Add(HeaderNames.KeyLength, key.Length);
            key = default;
        }
        room -= key.Length;
        if (value.Length <= room) return;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(value, hash);
        _headers.Add(HeaderNames.ValueLength, value.Length).Add(HeaderNames.ValueSha256, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash)));
        value = value[..(int)room];
    }
}

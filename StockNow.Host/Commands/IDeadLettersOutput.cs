using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Shows dead letters in one form, as they are read.</summary>
internal interface IDeadLettersOutput : IDisposable
{
    /// <summary>Shows one.</summary>
    void Add(in LogRecord record, TopicPartition partition);

    /// <summary>Says that it was the last one.</summary>
    /// <param name="total">How many there are, shown or not.</param>
    void End(long total);
}

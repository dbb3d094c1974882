using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Says once that brokers are away and once that they are back; the client itself would say it many times a second.</summary>
sealed class KafkaClientLog(ILogger logger, TimeProvider clock)
{
    static readonly TimeSpan SameOutage = TimeSpan.FromSeconds(60);

    readonly Lock _gate = new();
    long _lastSaid = long.MinValue;
    volatile string? _lastError;

    /// <summary>The last thing that went wrong with a connection, for messages about calls that only say that time is up.</summary>
    public string? LastError => _lastError;

    public void Take(LogMessage message) => KafkaLogLog.ClientSaid(logger, message.Facility, message.Message);

    public void Take(Error error)
    {
        _lastError = error.Reason;
        KafkaLogLog.ClientFailed(logger, error.Code, error.Reason);
        if (error.Code is not (ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Authentication or ErrorCode.Local_Ssl)) return;
        lock (_gate)
        {
            if (_lastSaid != long.MinValue && clock.GetElapsedTime(_lastSaid) < SameOutage) return;
            _lastSaid = clock.GetTimestamp();
        }
        KafkaLogLog.BrokersAway(logger, error.Reason);
    }
}

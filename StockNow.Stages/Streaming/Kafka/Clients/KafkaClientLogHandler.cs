using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>Says once that brokers are away and once that they are back; the client itself would say it many times a second.</summary>
sealed class KafkaClientLogHandler(ILogger logger, TimeProvider clock)
{
    static readonly TimeSpan SameOutage = TimeSpan.FromSeconds(60);

    readonly Lock _gate = new();
    long _lastSaid = long.MinValue;
    volatile string? _lastError;
    volatile bool _isAway;

    /// <summary>The last thing that went wrong with a connection, for messages about calls that only say that time is up.</summary>
    public string? LastError => _lastError;

    /// <summary>
    /// A topic that a transaction may not write, which only the client's own log names: its calls say that some topic is forbidden, or only that the
    /// transaction is in an erroneous state.
    /// </summary>
    public Error? DeniedTopic { get; private set; }

    public void Take(LogMessage message)
    {
        if (message.Facility == "ADDPARTS" && message.Message.Contains("authorization failed", StringComparison.Ordinal))
            DeniedTopic = new Error(ErrorCode.TopicAuthorizationFailed, message.Message);
        KafkaLogMessages.ClientSaid(logger, message.Facility, message.Message);
    }

    public void Take(Error error)
    {
        _lastError = error.Reason;
        KafkaLogMessages.ClientFailed(logger, error.Code, error.Reason);
        if (error.Code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Authentication or ErrorCode.Local_Ssl) WentAway(error.Reason);
    }

    /// <summary>A call failed: brokers that are paused or cut off keep their connections, and only calls tell.</summary>
    public void TakeFault(Error error)
    {
        if (error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_MsgTimedOut) WentAway(error.Reason);
    }

    /// <summary>A broker has answered.</summary>
    public void TakeAnswer()
    {
        if (!_isAway) return;
        lock (_gate)
        {
            if (!_isAway) return;
            (_isAway, _lastError) = (false, null);
            KafkaLogMessages.BrokersBack(logger, clock.GetElapsedTime(_lastSaid).TotalSeconds);
        }
    }

    void WentAway(string reason)
    {
        lock (_gate)
        {
            if (_isAway || (_lastSaid != long.MinValue && clock.GetElapsedTime(_lastSaid) < SameOutage)) return;
            (_isAway, _lastSaid) = (true, clock.GetTimestamp());
            KafkaLogMessages.BrokersAway(logger, reason);
        }
    }
}

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Takes records out of a consumer of the client.</summary>
interface IRecordSource : IDisposable
{
    /// <summary>Waits for a first record, and then adds what is there at once. Rebalance handlers run inside.</summary>
    /// <returns>Whether more may be there at once.</returns>
    /// <exception cref="Confluent.Kafka.KafkaException">The client reports an error.</exception>
    bool Pull(TimeSpan wait, PartitionBatches into);

    /// <summary>Lets go of what the last pull gave. A client that is closed before never ends.</summary>
    void Release();
}

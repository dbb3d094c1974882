namespace StockNow.Tests.Support;

/// <summary>A real broker, where one is there.</summary>
static class KafkaService
{
    /// <summary>Its address; the test is ignored where there is none.</summary>
    public static string Brokers
    {
        get
        {
            if (Environment.GetEnvironmentVariable("STOCKNOW_TEST_KAFKA") is { Length: > 0 } brokers) return brokers;
            Assert.Ignore("There is no Kafka. Start a broker and let STOCKNOW_TEST_KAFKA name it, such as 127.0.0.1:9092.");
            return "";
        }
    }
}

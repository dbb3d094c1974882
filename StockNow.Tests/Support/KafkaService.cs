using Confluent.Kafka;

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

    /// <summary>Takes all topics and groups of the product away.</summary>
    /// <returns>Arguments that choose this event log.</returns>
    public static async Task<string[]> EmptyAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Brokers }).Build();
        var topics = admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Select(topic => topic.Topic).Where(IsOurs).ToList();
        if (topics.Count > 0) await admin.DeleteTopicsAsync(topics);
        var groups = (await GroupsAsync(admin)).Where(IsOurs).ToList();
        if (groups.Count > 0) await admin.DeleteGroupsAsync(groups);
        while (admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Any(topic => IsOurs(topic.Topic))) await Task.Delay(50);
        return ["--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={Brokers}", "--EventLog:Kafka:SessionTimeout=6s"];
    }

    // Not ListConsumerGroupsAsync: while a broker that has just started loads its groups, librdkafka frees the answer twice, and the process ends.
    static async Task<IReadOnlyList<string>> GroupsAsync(IAdminClient admin)
    {
        IReadOnlyList<string>? groups = null;
        await Wait.UntilAsync(
            () =>
            {
                try { groups = [.. admin.ListGroups(TimeSpan.FromSeconds(10)).Select(group => group.Group)]; }
                catch (KafkaException fault) when (fault.Error.Code == ErrorCode.GroupLoadInProgress) { }
                return Task.FromResult(groups is not null);
            }, "the broker has loaded its groups");
        return groups!;
    }

    static bool IsOurs(string name) => name.StartsWith("instocknow-", StringComparison.Ordinal);
}

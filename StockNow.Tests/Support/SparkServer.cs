namespace StockNow.Tests.Support;

/// <summary>The real Spark Connect server for tests.</summary>
static class SparkServer
{
    /// <summary>Its address; without one the test is skipped.</summary>
    public static string Address()
    {
        var address = Environment.GetEnvironmentVariable("STOCKNOW_TEST_SPARK");
        if (string.IsNullOrEmpty(address)) Assert.Ignore("STOCKNOW_TEST_SPARK is not set. Start a Spark Connect server and set it to sc://host:15002.");
        return address!;
    }
}

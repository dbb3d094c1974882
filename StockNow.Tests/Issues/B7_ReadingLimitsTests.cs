using System.Text;
using StockNow.Contracts.Events;

namespace StockNow.Tests.Issues;

/// <summary>B6, B7: names of 900 KB ended the answers, and one reading with 100,000 members slowed down all readings after it.</summary>
sealed class B7_ReadingLimitsTests
{
    static readonly ReadingLimits Limits = new(1_000_000, MaxIdBytes: 10, MaxUnknownMembers: 4, MaxUnknownDepth: 2);

    [TestCase("sensor_id")]
    [TestCase("product_id")]
    [TestCase("location.store")]
    public void An_id_may_have_as_many_bytes_as_the_limit_says(string field)
    {
        Judge(With(field, "0123456789")).Should().BeNull();
        Judge(With(field, "ééééé")).Should().BeNull();
        Judge(With(field, "01234567890")).Should().Be($"'{field}' is longer than 10 bytes (11)");
        Judge(With(field, "\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9")).Should().Be($"'{field}' is longer than 10 bytes (12)");
    }

    [TestCase("""{"a":1,"b":2,"c":3,"d":4""", null)]
    [TestCase("""{"a":1,"b":2,"c":3,"d":4,"e":5""", "has more than 4 unknown members")]
    [TestCase("""{"a":{"b":{"c":1}},"d":4""", null)]
    [TestCase("""{"a":[{"b":1},{"c":1}],"d":4,"e":5""", "has more than 4 unknown members")]
    [TestCase("""{"a":[1,2,3,4,5,6,7,8]""", null)]
    [TestCase("""{"a":[[1]]""", null)]
    [TestCase("""{"a":[[[1]]]""", "nests an unknown member more than 2 levels deep")]
    [TestCase("""{"a":{"b":[{}]}""", "nests an unknown member more than 2 levels deep")]
    public void Unknown_members_are_limited_in_number_and_depth(string members, string? error) =>
        Judge($"{members},{Known[1..]}").Should().Be(error);

    [Test]
    public void Members_of_the_location_count_as_well() =>
        Judge(Known.Replace("\"lat\"", "\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"lat\"", StringComparison.Ordinal)).Should()
        .Be("has more than 4 unknown members");

    [Test]
    public void A_reading_with_100_000_members_leaves_no_large_memory_with_its_reader()
    {
        var reader = new ReadingReader();
        var huge = Encoding.UTF8.GetBytes($"{{{string.Concat(Enumerable.Range(0, 60_000).Select(n => $"\"m{n}\":1,"))}{Known[1..]}");
        var small = Encoding.UTF8.GetBytes($"{{\"x\":1,{Known[1..]}");
        reader.TryRead(huge, out _, out var error).Should().BeFalse();
        error.Should().Be("has more than 1000 unknown members");
        reader.TryRead(small, out _, out _).Should().BeTrue();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) reader.TryRead(small, out _, out _);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;

        each.Should().BeLessThan(2_000, "each reading pays for itself only");
    }

    const string Known =
        """{"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"pull","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""";

    static string With(string field, string id) => field switch
    {
        "sensor_id" => Known.Replace("shelf-2", id, StringComparison.Ordinal),
        "product_id" => Known.Replace("pull", id, StringComparison.Ordinal),
        _ => Known.Replace("paris-12", id, StringComparison.Ordinal),
    };

    static string? Judge(string line)
    {
        new ReadingReader(Limits).TryRead(Encoding.UTF8.GetBytes(line), out _, out var error);
        (ReadingOracle(line) is null).Should().Be(error is not null);
        return error;
    }

    static Contracts.SeenReading? ReadingOracle(string line) => Contracts.ReadingOracle.Read(Encoding.UTF8.GetBytes(line), Limits);
}

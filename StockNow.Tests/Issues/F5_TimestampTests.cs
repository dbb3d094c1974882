using System.Text;
using StockNow.Contracts.Events;

namespace StockNow.Tests.Issues;

/// <summary>F5: whole feeds were refused because their writers print a moment in another form than ours.</summary>
sealed class F5_TimestampTests
{
    const long Moment = 1_751_723_527_000;

    [TestCase("Java Instant", "2025-07-05T13:52:07.123456789Z", 123)]
    [TestCase("Java OffsetDateTime at a whole minute", "2025-07-05T15:52+02:00", -7000)]
    [TestCase("Java ZonedDateTime", "2025-07-05T15:52:07.123456789+02:00[Europe/Paris]", 123)]
    [TestCase("Java SimpleDateFormat", "2025-07-05T13:52:07.123+0000", 123)]
    [TestCase("GNU date -Ins", "2025-07-05T15:52:07,123456789+02:00", 123)]
    [TestCase("GNU date -Iminutes", "2025-07-05T15:52+02:00", -7000)]
    [TestCase("GNU date --rfc-3339=ns", "2025-07-05 15:52:07.123456789+02:00", 123)]
    [TestCase("strftime %FT%T%z", "2025-07-05T15:52:07+0200", 0)]
    [TestCase("Python isoformat(timespec='minutes')", "2025-07-05T13:52+00:00", -7000)]
    [TestCase("Python str", "2025-07-05 13:52:07.123456+00:00", 123)]
    [TestCase("JavaScript Temporal", "2025-07-05T15:52:07+02:00[Europe/Paris]", 0)]
    [TestCase("Go RFC3339Nano, The Things Stack", "2025-07-05T13:52:07.123456789Z", 123)]
    [TestCase("Rust chrono", "2025-07-05T13:52:07.123456789+00:00", 123)]
    [TestCase(".NET O", "2025-07-05T13:52:07.1234567Z", 123)]
    [TestCase("PHP DATE_ISO8601", "2025-07-05T13:52:07+0000", 0)]
    [TestCase("SQLite", "2025-07-05 13:52:07.123Z", 123)]
    [TestCase("DuckDB to_json", "2025-07-05 13:52:07.123456+00", 123)]
    [TestCase("Postgres text", "2025-07-05 15:52:07.123456+02", 123)]
    [TestCase("RFC 3339 in lower case", "2025-07-05t13:52:07z", 0)]
    public void What_a_common_writer_prints_is_read_to_the_millisecond(string writer, string timestamp, int milliseconds)
    {
        new ReadingReader().TryRead(Line(timestamp), out var reading, out var error).Should().BeTrue($"{writer} prints {timestamp}, and it {error}");
        reading.TimestampMs.Should().Be(Moment + milliseconds);
    }

    [TestCase("2025-07-05T13:52:07.123456", "'timestamp' has no offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-02-30T13:52:07Z", "'timestamp' names a date that does not exist")]
    [TestCase("05/07/2025 13:52", "'timestamp' does not begin with a date such as 2025-07-05")]
    [TestCase("2025-07-05 13:52:07,123", "'timestamp' has no offset from UTC; end it with Z or an offset such as +02:00")]
    public void What_names_no_moment_stays_malformed_and_the_fault_says_which_part_is_wrong(string timestamp, string fault)
    {
        new ReadingReader().TryRead(Line(timestamp), out _, out var error).Should().BeFalse();
        error.Should().Be(fault);
    }

    static byte[] Line(string timestamp) => Encoding.UTF8.GetBytes(
        $$"""{"sensor_id":"shelf-2","timestamp":"{{timestamp}}","product_id":"pull","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""");
}

using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Host.Reports;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Reports;

/// <summary>Reports are read back from their topic, the last ones first found.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class ReportHistoryTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly EmbeddedEventLog _log;

    public ReportHistoryTests() => _log = new(EmbeddedLogFolder.In(_folder.Path), ProductPipeline.Groups,
        new EventLogOptions { Partitions = 2, Durability = Durability.ProcessKill }, TimeProvider.System, NullLogger<EmbeddedEventLog>.Instance);

    public void Dispose()
    {
        _log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    [Test]
    public async Task Without_a_topic_there_is_nothing()
    {
        var history = new ReportHistory(_log, new ReportFilter(null, null));
        (await history.LastAsync(5, default)).Should().BeEmpty();
        history.IsThere.Should().BeFalse();
    }

    [Test]
    public async Task Last_ones_of_a_store_are_found_however_far_back_they_lie()
    {
        await WriteAsync(Enumerable.Range(0, 5_000).Select(number => Report(number, number < 3 ? "lyon-03" : "paris-12", "ski")));
        var history = new ReportHistory(_log, new ReportFilter("LYON-03", null));
        (await history.LastAsync(2, default)).Select(report => report.Quantity).Should().Equal(1, 2);
    }

    [Test]
    public async Task New_ones_are_those_after_the_last_call()
    {
        await WriteAsync([Report(1, "paris-12", "ski")]);
        var history = new ReportHistory(_log, new ReportFilter(null, "ski"));
        (await history.LastAsync(10, default)).Should().ContainSingle();
        (await history.NewAsync(default)).Should().BeEmpty();
        await WriteAsync([Report(2, "paris-12", "ski"), Report(3, "paris-12", "coca")]);
        (await history.NewAsync(default)).Select(report => report.Quantity).Should().Equal(2);
    }

    [Test]
    public async Task What_is_no_report_is_counted_and_left_out()
    {
        await WriteAsync(["theirs", "null", "{}", Report(1, "paris-12", "ski")]);
        var history = new ReportHistory(_log, new ReportFilter(null, null));
        (await history.LastAsync(10, default)).Should().ContainSingle();
        history.Unread.Should().Be(3);
    }

    [Test]
    public void Any_number_of_last_reports_is_the_end_of_all_of_them() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 50]).Sample((written, asked) =>
        {
            using var test = new ReportHistoryTests();
            test.WriteAsync(Enumerable.Range(0, written).Select(number => Report(number, "paris-12", "ski"))).GetAwaiter().GetResult();
            var found = new ReportHistory(test._log, new ReportFilter(null, null)).LastAsync(asked, default).GetAwaiter().GetResult();
            found.Select(report => report.Quantity).Should().Equal(Enumerable.Range(0, written).TakeLast(asked));
        }, iter: 20, threads: 1);

    static string Report(int quantity, string store, string product) =>
        $$"""{"product_id":"{{product}}","missing_quantity":9,"high_priority":false,"report_id":"r","sensor_id":"shelf-1","store":"{{store}}","quantity":{{quantity}},"threshold":4,"season":"summer","detected_at":"2025-07-05T13:52:00Z"}""";

    async Task WriteAsync(IEnumerable<string> records)
    {
        await _log.EnsureTopicsAsync(TopicNames.All, default);
        await using var writer = await _log.OpenWriterAsync("test", default);
        foreach (var record in records) writer.Produce(TopicNames.MissingProducts, "one key"u8, Encoding.UTF8.GetBytes(record));
        await writer.CommitAsync(default);
    }
}

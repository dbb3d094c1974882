using StockNow.Stages.Base;
using StockNow.Stages.Engines;
using StockNow.Stages.Engines.DuckDb;
using static StockNow.Tests.Engines.ParquetFiles;

namespace StockNow.Tests.Engines;

[TestFixture]
sealed class DuckDbEngineTests
{
    ParquetFiles _files = null!;

    [SetUp]
    public void Open() => _files = new ParquetFiles();

    [TearDown]
    public void Remove() => _files.Dispose();

    [Test]
    public async Task A_cut_file_is_named()
    {
        var (good, cut) = (_files.Write(Row.AlertOf("ski")), _files.Write(Row.AlertOf("ski")));
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(cut))[..100]);

        (await FaultOfAsync([good, cut])).Message.Should().Be(
            $"DuckDB cannot read the lake's file {cut}: Invalid Input Error: No magic bytes found at end of file '{cut}'. " +
            "Put it back from a copy; 'lake verify --deep' lists what else is wrong.");
    }

    [Test]
    public async Task A_file_with_a_damaged_page_is_named_although_DuckDB_does_not_name_it()
    {
        var (good, damaged) = (_files.Write(Row.AlertOf("ski")), _files.Write(Row.AlertOf("ski")));
        var bytes = await File.ReadAllBytesAsync(damaged);
        for (var at = 4; at < 200; at++) bytes[at] ^= 0x5a;
        await File.WriteAllBytesAsync(damaged, bytes);

        var fault = await FaultOfAsync([good, damaged]);

        fault.Message.Should().Contain(damaged).And.NotContain(good);
        fault.InnerException!.Message.Should().NotContain(damaged, "else this test shows nothing");
    }

    [Test]
    public async Task An_unknown_time_zone_is_a_clear_fault() =>
        (await FaultOfAsync([_files.Write(Row.AlertOf("ski"))], new Selection("Europe/Atlantis"))).Message.Should().Be(
            "DuckDB does not know the time zone 'Europe/Atlantis'. Give Analysis:TimeZone an IANA name, such as UTC or Europe/Paris.");

    [Test]
    public async Task Too_little_memory_is_said_with_the_setting_to_raise()
    {
        var asking = () => new DuckDbEngine(new DuckDbOptions { MemoryLimit = ByteSize.Megabytes(1) })
            .CountAsync([_files.Write(Row.AlertOf("ski"))], _files.PathOf("cells.parquet"), CancellationToken.None);

        (await asking.Should().ThrowAsync<EngineException>()).WithMessage("DuckDB ran out of memory within 1 MB: *. Raise Analysis:DuckDb:MemoryLimit.");
    }

    [TestCase("we[1]rd*q'?x")]
    [TestCase("date=2025-07-02")]
    [TestCase("été à Paris")]
    public async Task A_path_is_taken_by_the_letter(string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(_files.PathOf(folder)).FullName, "hour=07.parquet");
        File.Move(_files.Write(Row.AlertOf("ski")), file);

        var answers = await _files.AnswersOfAsync(new DuckDbEngine(new DuckDbOptions()), [file], new Selection("UTC"));

        answers.Readings.Should().Be(1);
    }

    [Test]
    public async Task A_question_under_way_is_given_up()
    {
        using var session = new DuckDbSession(new DuckDbOptions());
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        // However late a busy machine's timer is, this one lasts for hours.
        var asking = () => Task.Run(() => session.ReadAsync(
            "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range * b.range % 7 = 3", _ => { }, stop.Token));

        await asking.Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public void The_banner_says_what_it_may_use() =>
        new DuckDbEngine(new DuckDbOptions { MemoryLimit = ByteSize.Megabytes(512), Threads = 1 }).Description.Should()
        .Be("DuckDB in process, 512 MB, 1 thread");

    async Task<EngineException> FaultOfAsync(IReadOnlyList<string> files, Selection? selection = null)
    {
        var asking = () => _files.AnswersOfAsync(new DuckDbEngine(new DuckDbOptions()), files, selection ?? new Selection("UTC"));
        return (await asking.Should().ThrowAsync<EngineException>()).Which;
    }
}

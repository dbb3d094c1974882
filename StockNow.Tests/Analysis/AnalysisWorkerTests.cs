using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StockNow.Stages.Analysis;
using StockNow.Stages.Analysis.Cube;
using StockNow.Stages.Base;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Cache;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;
using StockNow.Tests.Support;

namespace StockNow.Tests.Analysis;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class AnalysisWorkerTests
{
    readonly TempFolder _folder = new();
    readonly FakeTimeProvider _time = new();
    readonly FakeLake _lake = new();
    readonly FakeEngine _engine = new();
    readonly Shown _shown = new();
    readonly CancellationTokenSource _drain = new(), _stop = new();

    [TearDown]
    public void Release()
    {
        _folder.Dispose();
        _drain.Dispose();
        _stop.Dispose();
    }

    [Test]
    public async Task Alone_it_answers_once_in_full_and_returns()
    {
        _lake.Publish("a.parquet");

        await Run(alone: true);

        _shown.Interim.Should().BeEmpty();
        _shown.Final.Should().Equal(1);
        _engine.AskedOver.Should().Equal("/lake/a.parquet");
    }

    [Test]
    public async Task An_empty_lake_is_no_fault_and_no_question()
    {
        await Run(alone: true);

        _shown.Final.Should().Equal(0);
        _engine.AskedOver.Should().BeEmpty();
    }

    [Test]
    public async Task Beside_others_it_asks_again_only_when_files_were_published()
    {
        var run = Run(alone: false);
        _shown.Interim.Should().Equal(0);

        _lake.Publish("a.parquet");
        _time.Advance(TimeSpan.FromSeconds(14));
        _shown.Interim.Should().Equal(0);
        _time.Advance(TimeSpan.FromSeconds(1));
        _shown.Interim.Should().Equal(0, 1);

        _time.Advance(TimeSpan.FromSeconds(15));
        _shown.Interim.Should().Equal(0, 1);

        _lake.Publish("b.parquet");
        _time.Advance(TimeSpan.FromSeconds(15));
        _shown.Interim.Should().Equal(0, 1, 2);

        run.IsCompleted.Should().BeFalse();
        await _drain.CancelAsync();
        await run;
    }

    [Test]
    public async Task Drained_it_answers_once_more_in_full_over_what_came_last()
    {
        var run = Run(alone: false);
        _lake.Publish("a.parquet");

        await _drain.CancelAsync();
        await run;

        _shown.Final.Should().Equal(1);
    }

    [Test]
    public async Task Drained_without_new_files_it_shows_the_last_answers_without_asking()
    {
        _lake.Publish("a.parquet");
        var run = Run(alone: false);

        await _drain.CancelAsync();
        await run;

        _shown.Final.Should().Equal(1);
        _engine.Asked.Should().Be(1);
    }

    [Test]
    public async Task A_question_under_way_gives_way_to_the_final_one()
    {
        _lake.Publish("a.parquet");
        _engine.Busy = true;
        var run = Run(alone: false);

        _engine.Busy = false;
        await _drain.CancelAsync();
        await run;

        _shown.Interim.Should().BeEmpty();
        _shown.Final.Should().Equal(1);
    }

    [Test]
    public async Task Stopped_it_ends_at_once_and_shows_nothing()
    {
        _lake.Publish("a.parquet");
        _engine.Busy = true;
        var run = Run(alone: false);

        await _drain.CancelAsync();
        run.IsCompleted.Should().BeFalse();
        await _stop.CancelAsync();
        await run;

        _shown.Final.Should().BeEmpty();
    }

    [Test]
    public async Task A_fault_between_other_answers_is_for_the_runner_to_try_again()
    {
        _lake.Publish("a.parquet");
        _engine.Fault = new EngineException("DuckDB is ill.");

        await FluentActions.Awaiting(() => Run(alone: false)).Should().ThrowAsync<EngineException>();
    }

    [Test]
    public async Task A_fault_in_the_answers_that_somebody_waits_for_ends_the_run()
    {
        _lake.Publish("a.parquet");
        _engine.Fault = new EngineException("DuckDB is ill.");

        (await FluentActions.Awaiting(() => Run(alone: true)).Should().ThrowAsync<UnrecoverableException>())
            .WithMessage("The questions could not be answered. DuckDB is ill.").WithInnerException<EngineException>();
    }

    [Test]
    public async Task Answers_that_lack_a_missing_file_are_shown_and_fail_the_run()
    {
        foreach (var file in new[] { "a.parquet", "b.parquet", "c.parquet" }) _lake.Publish(file);
        _lake.Lose("b.parquet");

        (await FluentActions.Awaiting(() => Run(alone: true)).Should().ThrowAsync<UnrecoverableException>())
            .WithMessage("The answers are over 2 of 3 files of the lake; missing: 'b.parquet'. Bring them back from a backup of the lake, start the storage "
            + "stage if it was stopped while it stored them, or set Analysis:AllowMissing=true *");

        _shown.Final.Should().Equal(2);
    }

    [Test]
    public async Task Answers_that_may_lack_files_are_shown_and_the_run_is_well()
    {
        _lake.Publish("a.parquet");
        _lake.Publish("b.parquet");
        _lake.Lose("b.parquet");

        await Run(alone: true, allowMissing: true);

        _shown.Final.Should().Equal(1);
        _engine.AskedOver.Should().Equal("/lake/a.parquet");
    }

    [Test]
    public async Task A_file_that_was_brought_back_is_in_the_next_answers()
    {
        _lake.Publish("a.parquet");
        _lake.Publish("b.parquet");
        _lake.Lose("b.parquet");
        var run = Run(alone: false);
        _shown.Interim.Should().Equal(1);

        _lake.Bring("b.parquet");
        await _drain.CancelAsync();
        await run;

        _shown.Final.Should().Equal(2);
    }

    Task Run(bool alone, bool allowMissing = false)
    {
        var options = new AnalysisOptions { AllowMissing = allowMissing };
        var folder = new Stages.Base.DataFolder(_folder.Path);
        var cache = new LakeCache(_lake, new LakeOptions(), folder, _time, NullLogger<LakeCache>.Instance);
        var cube = new CubeCounter(_engine, _engine, _lake, cache, folder, NullLogger<CubeCounter>.Instance);
        var answers = new LakeAnswers(_lake, _lake, cube, fresh: null, _engine, options, _time, NullLogger<AnalysisWorker>.Instance);
        return new AnalysisWorker(answers, _shown, options, _time, alone).RunAsync(new StageSignals(_drain.Token, _stop.Token));
    }

    sealed class Shown : IAnswersOutput
    {
        public List<long> Interim { get; } = [];

        public List<long> Final { get; } = [];

        public void ShowInterim(AnswersAt answers) => Interim.Add(answers.Answers.Readings);

        public void ShowFinal(AnswersAt answers) => Final.Add(answers.Answers.Readings);
    }

    /// <summary>Counts one reading per file.</summary>
    sealed class FakeEngine : IAnalysisEngine, IQuestionReader
    {
        public string Description => "fake";

        public bool ReadsRemoteFiles => false;

        public bool Busy { get; set; }

        public EngineException? Fault { get; set; }

        public int Asked { get; private set; }

        public IReadOnlyList<string> AskedOver { get; private set; } = [];

        public async Task CountAsync(IReadOnlyList<string> files, string segment, CancellationToken stop)
        {
            if (Fault is not null) throw Fault;
            if (Busy) await Task.Delay(Timeout.Infinite, stop);
            (Asked, AskedOver) = (Asked + 1, files);
            File.WriteAllText(segment, $"{files.Count}");
        }

        public Task<Stages.Engines.Answers> AnswerAsync(IReadOnlyList<string> segments, Selection selection, CancellationToken stop) =>
            Task.FromResult(Stages.Engines.Answers.None with { Readings = segments.Sum(ReadingsOf) });

        public Task MergeAsync(IReadOnlyList<string> segments, string merged, CancellationToken stop)
        {
            File.WriteAllText(merged, $"{segments.Sum(ReadingsOf)}");
            return Task.CompletedTask;
        }

        static int ReadingsOf(string segment) => int.Parse(File.ReadAllText(segment), CultureInfo.InvariantCulture);

        public Task PingAsync(CancellationToken stop) => Task.CompletedTask;
    }

    sealed class FakeLake : IPublishedFiles, ILakeStore
    {
        readonly List<DataFile> _files = [];
        readonly HashSet<string> _lost = [];

        public string Description => "fake";

        public void Lose(string key) => _lost.Add(key);

        public void Bring(string key) => _lost.Remove(key);

        public void Publish(string key) => _files.Add(new DataFile(key, 1));

        public Task<IReadOnlyList<DataFile>> ListAsync(CancellationToken stop) => Task.FromResult<IReadOnlyList<DataFile>>([.. _files]);

        public Task<PublishedRanges> RangesAsync(CancellationToken stop) => throw new NotSupportedException();

        public string LocationOf(string key) => PathOf(key);

        public string PathOf(string key) => $"/lake/{key}";

        public Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) => throw new NotSupportedException();

        public Task<byte[]?> GetAsync(string key, CancellationToken stop) => throw new NotSupportedException();

        public Task<long?> LengthAsync(string key, CancellationToken stop) => throw new NotSupportedException();

        public IAsyncEnumerable<string> ListFromAsync(string folder, string after, CancellationToken stop) => throw new NotSupportedException();

        public IAsyncEnumerable<string> ListAllAsync(string folder, CancellationToken stop) =>
            _files.Select(file => file.Key).Except(_lost).ToAsyncEnumerable();

        public IAsyncEnumerable<string> ListFoldersAsync(string folder, CancellationToken stop) => throw new NotSupportedException();

        public Task<Creation> PublishAsync(string stagedFile, string key, CancellationToken stop) => throw new NotSupportedException();

        public Task<Stream> OpenAsync(string key, CancellationToken stop) => throw new NotSupportedException();

        public string NewStagedFile() => throw new NotSupportedException();

        public Task DiscardAsync(string key, CancellationToken stop) => throw new NotSupportedException();

        public Task RemoveAsync(string key, CancellationToken stop) => throw new NotSupportedException();
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Tests.Storage;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

[TestFixture]
public sealed class RetryingLakeStoreTests
{
    readonly HurryingTime _time = new();
    TempFolder _folder = null!;
    LocalLakeStore _local = null!;

    [SetUp]
    public void Make()
    {
        _folder = new TempFolder();
        _local = new LocalLakeStore(_folder.Path, TimeProvider.System);
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task A_fault_that_passes_is_not_seen()
    {
        var lake = Retrying(new FaultyLakeStore(_local) { BeforeCall = call => call < 4 ? throw new LakeException("away") : Task.CompletedTask });

        (await lake.CreateAsync("a", "text"u8.ToArray(), default)).Should().Be(Creation.Created);
    }

    [TestCase(LakeFault.AnswerLost, Creation.Exists)]
    [TestCase(LakeFault.UnsureAndDone, Creation.Exists)]
    [TestCase(LakeFault.UnsureAndNotDone, Creation.Created)]
    public async Task A_lost_answer_is_asked_for_again(object fault, Creation expected)
    {
        var lake = Retrying(new FaultyLakeStore(_local) { FaultAt = 1, Fault = (LakeFault)fault });

        (await lake.CreateAsync("a", "text"u8.ToArray(), default)).Should().Be(expected);

        (await PutIfAbsent.PutAsync(lake, "a", "text"u8.ToArray(), default)).Should().BeOfType<PutOutcome.Ours>("the bytes are ours");
    }

    [Test]
    public async Task A_fault_that_outlasts_the_budget_is_passed_on()
    {
        var lake = Retrying(new FaultyLakeStore(_local) { BeforeCall = _ => throw new LakeException("away") });
        var started = _time.GetTimestamp();

        await FluentActions.Invoking(() => lake.GetAsync("a", default)).Should().ThrowAsync<LakeException>().WithMessage("away");

        _time.GetElapsedTime(started).Should().BeGreaterThanOrEqualTo(RetryingLakeStore.Budget).And.BeLessThan(1.5 * RetryingLakeStore.Budget);
    }

    [Test]
    public async Task An_outage_of_writing_is_said_once_although_reading_succeeds_meanwhile()
    {
        using var logged = new LoggedLines();
        var isFull = true;
        var lake = new RetryingLakeStore(new FaultyLakeStore(_local) { RefusesToWrite = () => isFull }, _time, new Logger<RetryingLakeStore>(logged));

        for (var tries = 0; tries < 3; tries++)
        {
            await FluentActions.Invoking(() => lake.CreateAsync("a", "text"u8.ToArray(), default)).Should().ThrowAsync<LakeException>();
            (await lake.GetAsync("a", default)).Should().BeNull();
        }

        logged.Lines.Should().Equal($"The lake is unreachable: the disk is full. Retrying for up to {RetryingLakeStore.Budget}");
        isFull = false;
        await lake.CreateAsync("a", "text"u8.ToArray(), default);
        isFull = true;
        await FluentActions.Invoking(() => lake.CreateAsync("b", "text"u8.ToArray(), default)).Should().ThrowAsync<LakeException>();
        logged.Lines.Should().HaveCount(2, "it was back in between");
    }

    [Test]
    public async Task A_contest_whose_answer_was_lost_and_left_nothing_is_unknown()
    {
        var lake = new FaultyLakeStore(_local) { FaultAt = 1, Fault = LakeFault.UnsureAndNotDone };

        (await PutIfAbsent.PutAsync(lake, "a", "text"u8.ToArray(), default)).Should().BeOfType<PutOutcome.Unknown>();
    }

    [Test]
    public async Task A_store_that_replaces_objects_is_refused_at_start() =>
        (await FluentActions.Invoking(() => LakeProbe.CheckAsync(new ReplacingStore(_local), default)).Should().ThrowAsync<UnrecoverableException>())
            .WithMessage($"The lake (local folder {_folder.Path}) cannot put an object only where there is none: a second object took the place of the first "
            + "one. *");

    RetryingLakeStore Retrying(ILakeStore lake) => new(lake, _time, NullLogger<RetryingLakeStore>.Instance);

    /// <summary>A clock on which every pause is over at once.</summary>
    sealed class HurryingTime : TimeProvider
    {
        long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan) Interlocked.Add(ref _now, dueTime.Ticks);
            return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
        }
    }

    /// <summary>Answers "created" whatever lies there, as a store that ignores the condition does.</summary>
    sealed class ReplacingStore(ILakeStore lake) : ILakeStore
    {
        public string Description => lake.Description;

        public Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop)
        {
            var path = lake.LocationOf(key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content.ToArray());
            return Task.FromResult(Creation.Created);
        }

        public Task<byte[]?> GetAsync(string key, CancellationToken stop) => lake.GetAsync(key, stop);

        public Task<long?> LengthAsync(string key, CancellationToken stop) => lake.LengthAsync(key, stop);

        public IAsyncEnumerable<string> ListFromAsync(string folder, string after, CancellationToken stop) => lake.ListFromAsync(folder, after, stop);

        public IAsyncEnumerable<string> ListAllAsync(string folder, CancellationToken stop) => lake.ListAllAsync(folder, stop);

        public IAsyncEnumerable<string> ListFoldersAsync(string folder, CancellationToken stop) => lake.ListFoldersAsync(folder, stop);

        public Task<Creation> PublishAsync(string stagedFile, string key, CancellationToken stop) => lake.PublishAsync(stagedFile, key, stop);

        public Task<Stream> OpenAsync(string key, CancellationToken stop) => lake.OpenAsync(key, stop);

        public string NewStagedFile() => lake.NewStagedFile();

        public Task DiscardAsync(string key, CancellationToken stop) => lake.DiscardAsync(key, stop);

        public Task RemoveAsync(string key, CancellationToken stop) => lake.RemoveAsync(key, stop);

        public string LocationOf(string key) => lake.LocationOf(key);

        public string? PathOf(string key) => lake.PathOf(key);
    }
}

using Microsoft.Extensions.Time.Testing;
using StockNow.Host.Dashboard;
using StockNow.Stages.Hosting;
using StockNow.Tests.Dashboard;

namespace StockNow.Tests.Issues;

/// <summary>C9, 2.18a, kafka 10: a lag that is shown is of now; an old answer is dropped.</summary>
sealed class C9_StaleLagTests
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Answer_that_came_after_its_look_is_not_shown_ten_seconds_later()
    {
        var answers = new Queue<TaskCompletionSource<IReadOnlyDictionary<string, long>>>([new(), new()]);
        var (slow, next) = (answers.First(), answers.Last());
        var watch = new LagWatch(new FixedLag(() => answers.Dequeue().Task), _time, TimeLimit);
        var look = watch.LatestAsync(fresh: false, default);
        _time.Advance(TimeLimit);
        (await look).Should().BeEmpty();

        slow.SetResult(LagOf(200_148));
        _time.Advance(TimeSpan.FromSeconds(8));
        next.SetResult(LagOf(93));

        (await watch.LatestAsync(fresh: false, default)).Should().BeEquivalentTo(LagOf(93), "the old answer is dropped and the question asked again");
    }

    [Test]
    public async Task Slow_answer_is_shown_while_it_is_young()
    {
        var answer = new TaskCompletionSource<IReadOnlyDictionary<string, long>>();
        var watch = new LagWatch(new FixedLag(() => answer.Task), _time, TimeSpan.FromMilliseconds(100));
        var look = watch.LatestAsync(fresh: false, default);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        (await look).Should().BeEmpty();

        answer.SetResult(LagOf(9));
        _time.Advance(TimeSpan.FromMilliseconds(250));

        (await watch.LatestAsync(fresh: false, default)).Should().BeEquivalentTo(LagOf(9));
    }

    [Test]
    public async Task Known_lag_disappears_when_no_further_answer_comes()
    {
        var answers = new Queue<Task<IReadOnlyDictionary<string, long>>>(
            [Task.FromResult(LagOf(7)), new TaskCompletionSource<IReadOnlyDictionary<string, long>>().Task]);
        var watch = new LagWatch(new FixedLag(() => answers.Dequeue()), _time, TimeSpan.FromMilliseconds(100));
        await watch.LatestAsync(fresh: false, default);

        _time.Advance(TimeSpan.FromSeconds(2.5));
        var look = watch.LatestAsync(fresh: false, default);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        (await look).Should().BeEmpty();
    }

    [Test]
    public async Task Last_picture_of_a_run_asks_again()
    {
        var waiting = 50L;
        var watch = new LagWatch(new FixedLag(() => Task.FromResult(LagOf(waiting))), _time, TimeSpan.FromMilliseconds(100));
        await watch.LatestAsync(fresh: false, default);
        waiting = 0;

        (await watch.LatestAsync(fresh: false, default)).Should().BeEquivalentTo(LagOf(50));
        (await watch.LatestAsync(fresh: true, default)).Should().BeEquivalentTo(LagOf(0));
    }

    static IReadOnlyDictionary<string, long> LagOf(long records) => new Dictionary<string, long> { [StageNames.Storage] = records };
}

using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;
using StockNow.Tests.Support;

namespace StockNow.Tests.Conformance;

/// <summary>What every remote lake store promises when the network and the server fail. A store's fixture puts proxies in front of the real server.</summary>
public abstract class RemoteLakeFaults
{
    /// <summary>The parts of one put, as the proxy names them, in order; each may fail.</summary>
    private protected abstract IReadOnlyList<string> PartsOfPut { get; }

    /// <summary>The part that carries the bytes of a put, and the part that makes them visible.</summary>
    private protected abstract (string Carries, string Shows) Put { get; }

    /// <summary>The part that carries the bytes of a read.</summary>
    private protected abstract string Get { get; }

    /// <summary>The replies that end by themselves.</summary>
    private protected abstract IReadOnlyList<(int Status, string Body)> Passing { get; }

    /// <summary>The replies that only a person can end.</summary>
    private protected abstract IReadOnlyList<(int Status, string Body)> Final { get; }

    /// <summary>An empty lake, reached through the proxies; one request may take a second.</summary>
    private protected abstract Task<ILakeStore> OpenAsync();

    /// <summary>The same lake, without a proxy.</summary>
    private protected abstract ILakeStore OpenDirectly();

    /// <summary>Plans a fault for the requests of a part.</summary>
    private protected abstract void Next(string part, ProxyFault fault, int times = 1, (int Status, string Body) answer = default);

    /// <summary>Whether all planned faults have happened.</summary>
    private protected abstract bool IsDone { get; }

    ILakeStore _plain = null!, _lake = null!;

    [SetUp]
    public async Task OpenLake()
    {
        _plain = await OpenAsync();
        _lake = new RetryingLakeStore(_plain, TimeProvider.System, NullLogger<RetryingLakeStore>.Instance);
    }

    [Test]
    public async Task A_put_of_which_any_part_fails_leaves_the_object_whole_and_ours(
        [Values(ProxyFault.LoseReply, ProxyFault.TearRequest, ProxyFault.NeverAnswer)] ProxyFault fault)
    {
        foreach (var part in PartsOfPut)
        {
            if (fault == ProxyFault.TearRequest && part != Put.Carries) continue;
            var key = $"_stocknow/{part.GetHashCode(StringComparison.Ordinal):x}/a.json"; // a folder that has to be made
            Next(part, fault);

            (await PutIfAbsent.PutAsync(_lake, key, BytesOf("mine " + part), default)).Should().BeOfType<PutOutcome.Ours>(part);

            TextOf(await OpenDirectly().GetAsync(key, default)).Should().Be("mine " + part);
            IsDone.Should().BeTrue(part);
        }
    }

    [Test]
    public async Task A_lost_reply_is_not_taken_for_a_success_where_another_writer_was_first()
    {
        await OpenDirectly().CreateAsync("_stocknow/a.json", BytesOf("theirs"), default);
        Next(Put.Shows, ProxyFault.LoseReply);

        var outcome = await PutIfAbsent.PutAsync(_lake, "_stocknow/a.json", BytesOf("mine"), default);

        TextOf(outcome.Should().BeOfType<PutOutcome.Theirs>().Subject.Content.ToArray()).Should().Be("theirs");
    }

    [TestCase(ProxyFault.LoseReply)]
    [TestCase(ProxyFault.TearRequest)]
    [TestCase(ProxyFault.NeverAnswer)]
    public async Task A_file_is_published_whole_or_not_at_all(ProxyFault fault)
    {
        var text = new string('x', 300_000);
        var staged = _lake.NewStagedFile();
        await File.WriteAllTextAsync(staged, text);
        Next(Put.Carries, fault);
        Next(Put.Shows, ProxyFault.LoseReply);

        await _lake.PublishAsync(staged, "stock-data/a.parquet", default);

        TextOf(await OpenDirectly().GetAsync("stock-data/a.parquet", default)).Should().Be(text);
        (await OpenDirectly().ListAllAsync("stock-data", default).ToListAsync()).Should().Equal("stock-data/a.parquet");
    }

    [Test]
    public async Task Half_a_file_is_never_seen()
    {
        var staged = _plain.NewStagedFile();
        await File.WriteAllTextAsync(staged, new string('x', 300_000));
        Next(Put.Carries, ProxyFault.TearRequest);

        await _plain.Invoking(lake => lake.PublishAsync(staged, "stock-data/a.parquet", default)).Should().ThrowAsync<LakeException>();

        (await OpenDirectly().LengthAsync("stock-data/a.parquet", default)).Should().BeNull();
        (await OpenDirectly().ListAllAsync("stock-data", default).ToListAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_reply_that_breaks_off_is_read_again()
    {
        var text = new string('y', 200_000);
        await OpenDirectly().CreateAsync("_stocknow/a.json", BytesOf(text), default);
        Next(Get, ProxyFault.CutReply);

        await _plain.Invoking(lake => lake.GetAsync("_stocknow/a.json", default)).Should().ThrowAsync<LakeException>();
        Next(Get, ProxyFault.CutReply);
        TextOf(await _lake.GetAsync("_stocknow/a.json", default)).Should().Be(text);
    }

    [Test]
    public async Task What_ends_by_itself_is_tried_again()
    {
        foreach (var (answer, number) in Passing.Select((answer, number) => (answer, number)))
        {
            var key = $"_stocknow/{number}.json";
            Next(Put.Shows, ProxyFault.Answer, times: 2, answer);

            (await PutIfAbsent.PutAsync(_lake, key, BytesOf("mine"), default)).Should().BeOfType<PutOutcome.Ours>(answer.Body);

            IsDone.Should().BeTrue();
        }
    }

    [Test]
    public async Task What_only_a_person_can_end_ends_at_once_with_a_remedy()
    {
        foreach (var answer in Final)
        {
            Next(Put.Shows, ProxyFault.Answer, times: 1, answer);

            await _lake.Invoking(lake => lake.CreateAsync("_stocknow/a.json", BytesOf("mine"), default)).Should().ThrowAsync<UnrecoverableException>()
                .WithMessage("Cannot write *_stocknow/a.json *. Remedy: *");
        }
    }

    static byte[] BytesOf(string text) => Encoding.UTF8.GetBytes(text);

    static string TextOf(byte[]? bytes) => Encoding.UTF8.GetString(bytes!);
}

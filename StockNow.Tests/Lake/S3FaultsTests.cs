using StockNow.Stages.Lake.Store;
using StockNow.Tests.Conformance;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>Faults between the lake and a real server that speaks S3.</summary>
[TestFixture]
[Category("S3")]
public sealed class S3FaultsTests : RemoteLakeFaults
{
    S3Prefix _prefix = null!;
    FaultyProxy _proxy = null!;

    private protected override IReadOnlyList<string> PartsOfPut => ["PUT"];

    private protected override (string Carries, string Shows) Put => ("PUT", "PUT");

    private protected override string Get => "GET";

    private protected override IReadOnlyList<(int Status, string Body)> Passing =>
    [
        (409, ErrorOf("ConditionalRequestConflict")), (500, ErrorOf("InternalError")), (503, ErrorOf("SlowDown")), (400, ErrorOf("RequestTimeout")),
        (502, "<html>Bad gateway</html>"), (507, "no space"), (429, ErrorOf("TooManyRequests")),
    ];

    private protected override IReadOnlyList<(int Status, string Body)> Final =>
    [
        (403, ErrorOf("AccessDenied")), (403, ErrorOf("RequestTimeTooSkewed")), (404, ErrorOf("NoSuchBucket")), (301, ErrorOf("PermanentRedirect")),
        (400, ErrorOf("InvalidArgument")), (501, ErrorOf("NotImplemented")),
    ];

    private protected override bool IsDone => _proxy.IsDone;

    private protected override async Task<ILakeStore> OpenAsync()
    {
        _prefix = new S3Prefix();
        _proxy = await FaultyProxy.StartAsync(S3Prefix.Endpoint);
        var options = _prefix.Options(_proxy.Address.ToString());
        options.Timeout = TimeSpan.FromSeconds(2);
        return _prefix.Open(options);
    }

    private protected override ILakeStore OpenDirectly() => _prefix.Open();

    private protected override void Next(string part, ProxyFault fault, int times, (int Status, string Body) answer) => _proxy.Next(part, fault, times, answer);

    [TearDown]
    public async Task Remove()
    {
        if (_proxy is not null) await _proxy.DisposeAsync();
        _prefix?.Dispose();
    }

    [Test]
    public async Task A_412_after_a_success_of_our_own_is_recognised_as_ours()
    {
        _proxy.Next("PUT", ProxyFault.LoseReply);
        var lake = new RetryingLakeStore(_prefix.Open(_prefix.Options(_proxy.Address.ToString())), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<RetryingLakeStore>.Instance);

        (await lake.CreateAsync("_stocknow/a.json", "mine"u8.ToArray(), default)).Should().Be(Creation.Exists, "the second try meets the first one's object");
        (await PutIfAbsent.PutAsync(lake, "_stocknow/a.json", "mine"u8.ToArray(), default)).Should().BeOfType<PutOutcome.Ours>();
    }

    static string ErrorOf(string code) => $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>by the proxy</Message></Error>";
}

using System.Text.Json;
using StockNow.Stages.Lake.Store;
using StockNow.Tests.Conformance;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>Faults between the lake and a real HDFS: one proxy in front of the NameNode, and one in front of the DataNode.</summary>
[TestFixture]
[Category("Hdfs")]
public sealed class HdfsFaultsTests : RemoteLakeFaults
{
    const string DataNodeMark = "DataNode ";

    HdfsFolder _folder = null!;
    FaultyProxy _nameNode = null!, _dataNode = null!;

    private protected override IReadOnlyList<string> PartsOfPut =>
        ["op=CREATE", $"{DataNodeMark}op=CREATE", "op=GETFILESTATUS", "op=RENAME", "op=MKDIRS"];

    private protected override (string Carries, string Shows) Put => ($"{DataNodeMark}op=CREATE", "op=RENAME");

    private protected override string Get => $"{DataNodeMark}op=OPEN";

    private protected override IReadOnlyList<(int Status, string Body)> Passing =>
    [
        (403, ErrorOf("SafeModeException")), (403, ErrorOf("StandbyException")), (403, ErrorOf("RetriableException")), (403, ErrorOf("IOException")),
        (403, ErrorOf("EOFException")), (502, "<html>Bad gateway</html>"), (403, ErrorOf("DSQuotaExceededException")),
        (403, ErrorOf("NSQuotaExceededException")),
    ];

    private protected override IReadOnlyList<(int Status, string Body)> Final =>
    [
        (403, ErrorOf("AccessControlException")), (403, ErrorOf("InvalidToken")), (401, "<html>Authentication required</html>"),
        (400, ErrorOf("IllegalArgumentException")), (403, ErrorOf("ParentNotDirectoryException")),
    ];

    private protected override bool IsDone => _nameNode.IsDone && _dataNode.IsDone;

    private protected override async Task<ILakeStore> OpenAsync()
    {
        _folder = new HdfsFolder();
        _nameNode = await FaultyProxy.StartAsync(HdfsFolder.NameNode);
        _dataNode = await FaultyProxy.StartAsync(HdfsFolder.DataNode);
        var options = _folder.Options(_nameNode.Address.ToString());
        options.Timeout = TimeSpan.FromSeconds(2);
        var reached = $"127.0.0.1:{_dataNode.Address.Port}";
        options.DataNodeHosts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["localhost"] = reached, ["127.0.0.1"] = reached };
        return _folder.Open(options);
    }

    private protected override ILakeStore OpenDirectly() => _folder.Open();

    private protected override void Next(string part, ProxyFault fault, int times, (int Status, string Body) answer)
    {
        if (part.StartsWith(DataNodeMark, StringComparison.Ordinal)) _dataNode.Next(part[DataNodeMark.Length..], fault, times, answer);
        else _nameNode.Next(part, fault, times, answer);
    }

    [TearDown]
    public async Task Remove()
    {
        if (_nameNode is not null) await _nameNode.DisposeAsync();
        if (_dataNode is not null) await _dataNode.DisposeAsync();
        _folder?.Dispose();
    }

    static string ErrorOf(string exception) =>
        JsonSerializer.Serialize(new { RemoteException = new { exception, javaClassName = "x", message = "by the proxy" } });
}

using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.Hdfs;
using StockNow.Stages.Lake.Store.S3;

namespace StockNow.Tests.Support;

/// <summary>A folder of its own on the real HDFS, where one is there; it is removed afterwards.</summary>
sealed class HdfsFolder : IDisposable
{
    static readonly HttpClient Http = new();

    readonly TempFolder _local = new();

    /// <summary>The address of the NameNode; the test is ignored where there is none.</summary>
    public static string NameNode
    {
        get
        {
            if (Environment.GetEnvironmentVariable("STOCKNOW_TEST_WEBHDFS") is { Length: > 0 } address) return address;
            Assert.Ignore("There is no HDFS. Start one and let STOCKNOW_TEST_WEBHDFS name its NameNode, such as http://127.0.0.1:9870.");
            return "";
        }
    }

    /// <summary>The address of its DataNode.</summary>
    public static string DataNode => Environment.GetEnvironmentVariable("STOCKNOW_TEST_DATANODE") ?? "http://127.0.0.1:9864";

    public string Path { get; } = $"/stocknow-tests/{Guid.NewGuid():N}";

    public HdfsFolder() => _ = NameNode;

    /// <summary>Arguments that choose this lake.</summary>
    public string[] Arguments => ["--Lake:Store=Hdfs", $"--Lake:Hdfs:NameNodes:0={NameNode}", "--Lake:Hdfs:User=root", $"--Lake:Hdfs:Folder={Path}"];

    /// <summary>Arguments by which Spark finds this lake.</summary>
    public static string[] SparkArguments => [$"--Lake:Hdfs:EngineUri={Environment.GetEnvironmentVariable("STOCKNOW_TEST_HDFS") ?? "hdfs://localhost:9000"}"];

    public HdfsOptions Options(string? nameNode = null) => new() { NameNodes = [nameNode ?? NameNode], User = "root", Folder = Path };

    public HdfsLakeStore Open(HdfsOptions? options = null, TimeProvider? time = null)
    {
        options ??= Options();
        return new HdfsLakeStore(new WebHdfs(options), options, new StagingFolder(_local.Path, TimeProvider.System), time ?? TimeProvider.System);
    }

    public void Dispose()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{NameNode}/webhdfs/v1{Path}?op=DELETE&recursive=true&user.name=root");
        using var answer = Http.Send(request);
        _local.Dispose();
    }
}

/// <summary>A prefix of its own on the real S3 server, where one is there; it is removed afterwards.</summary>
sealed class S3Prefix : IDisposable
{
    readonly TempFolder _local = new();

    // Where the product looks for them, in this process and in those that it starts.
    static S3Prefix()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", Environment.GetEnvironmentVariable("STOCKNOW_TEST_S3_KEY"));
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", Environment.GetEnvironmentVariable("STOCKNOW_TEST_S3_SECRET"));
    }

    /// <summary>The address of the server; the test is ignored where there is none.</summary>
    public static string Endpoint
    {
        get
        {
            if (Environment.GetEnvironmentVariable("STOCKNOW_TEST_S3") is { Length: > 0 } address) return address;
            Assert.Ignore("There is no S3 server. Start one and let STOCKNOW_TEST_S3 name it, such as http://127.0.0.1:9900.");
            return "";
        }
    }

    public S3Prefix() => _ = Endpoint;

    public string Prefix { get; } = $"tests/{Guid.NewGuid():N}";

    public static string Bucket => Environment.GetEnvironmentVariable("STOCKNOW_TEST_S3_BUCKET") ?? "stocknow";

    /// <summary>Arguments that choose this lake; the credentials are variables of the environment.</summary>
    public string[] Arguments => ["--Lake:Store=S3", $"--Lake:S3:Endpoint={Endpoint}", $"--Lake:S3:Bucket={Bucket}", $"--Lake:S3:Prefix={Prefix}"];

    public S3Options Options(string? endpoint = null) => new() { Endpoint = endpoint ?? Endpoint, Bucket = Bucket, Prefix = Prefix };

    public S3LakeStore Open(S3Options? options = null, Func<IAmazonS3>? client = null) =>
        new(options ?? Options(), new StagingFolder(_local.Path, TimeProvider.System), client);

    /// <summary>The lake with other credentials than those of the environment.</summary>
    public S3LakeStore Open(S3Options options, AWSCredentials credentials) => Open(options, () => S3Clients.New(options, credentials));

    public void Dispose()
    {
        RemoveAsync().GetAwaiter().GetResult();
        _local.Dispose();
    }

    async Task RemoveAsync()
    {
        using var s3 = S3Clients.New(Options());
        var all = new ListObjectsV2Request { BucketName = Bucket, Prefix = Prefix };
        while ((await s3.ListObjectsV2Async(all)).S3Objects is { Count: > 0 } found)
            foreach (var one in found) await s3.DeleteObjectAsync(Bucket, one.Key);
    }
}

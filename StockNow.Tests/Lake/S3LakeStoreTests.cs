using Amazon.Runtime;
using Amazon.S3;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.S3;
using StockNow.Tests.Conformance;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>The lake on a real server that speaks S3.</summary>
[TestFixture]
[Category("S3")]
public sealed class S3LakeStoreTests : LakeStoreConformance
{
    S3Prefix _prefix = null!;

    protected override int Keys => 50;

    protected override ILakeStore Open()
    {
        _prefix = new S3Prefix();
        return OpenAgain();
    }

    protected override ILakeStore OpenAgain() => _prefix.Open();

    [TearDown]
    public void Remove() => _prefix?.Dispose();

    [Test]
    public async Task A_missing_bucket_ends_at_once_with_the_remedy()
    {
        var options = _prefix.Options();
        options.Bucket = "no-such-bucket";

        await _prefix.Open(options).Invoking(lake => lake.CreateAsync("a", "text"u8.ToArray(), default)).Should().ThrowAsync<UnrecoverableException>()
            .WithMessage("Cannot write */a in S3 bucket no-such-bucket*NoSuchBucket*Remedy: create the bucket, or correct Lake:S3:Bucket.");
    }

    [Test]
    public async Task Wrong_credentials_end_at_once_and_are_in_no_message()
    {
        var lake = _prefix.Open(_prefix.Options(), new BasicAWSCredentials("stocknow", "a-wrong-secret"));

        var fault = (await lake.Invoking(lake => lake.CreateAsync("a", "text"u8.ToArray(), default)).Should().ThrowAsync<UnrecoverableException>()).Which;

        fault.Message.Should().Contain("SignatureDoesNotMatch").And.Contain("AWS_SECRET_ACCESS_KEY").And.NotContain("a-wrong-secret");
    }

    [Test]
    public async Task A_server_that_is_away_is_tried_again_and_is_named()
    {
        var lake = _prefix.Open(_prefix.Options("http://127.0.0.1:1"));

        await lake.Invoking(lake => lake.CreateAsync("a", "text"u8.ToArray(), default)).Should().ThrowAsync<LakeException>()
            .WithMessage("cannot write */a in S3 bucket *, at http://127.0.0.1:1: Connection refused*");
    }

    [Test]
    public void The_bucket_is_named_in_the_path_exactly_at_other_servers()
    {
        new S3Options().UsesPathStyle.Should().BeFalse();
        new S3Options { Endpoint = "http://minio:9000" }.UsesPathStyle.Should().BeTrue();
        new S3Options { Endpoint = "http://minio:9000", PathStyle = false }.UsesPathStyle.Should().BeFalse();
    }

    [Test]
    public async Task Encryption_is_asked_for_with_each_object()
    {
        var asked = new List<Amazon.S3.Model.PutObjectRequest>();
        var options = _prefix.Options();
        (options.Encryption, options.KmsKeyId) = (S3Encryption.Kms, "key-1");
        var lake = _prefix.Open(options, client: () => new Recorded(options, asked));

        await lake.CreateAsync("a", "text"u8.ToArray(), default);

        asked.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS,
            ServerSideEncryptionKeyManagementServiceKeyId = "key-1",
            IfNoneMatch = "*",
        });
    }

    // The server under test has no KMS: what is asked of it is recorded, and sent without.
    sealed class Recorded(S3Options options, List<Amazon.S3.Model.PutObjectRequest> asked)
        : AmazonS3Client(new AmazonS3Config { ServiceURL = options.Endpoint, ForcePathStyle = true })
    {
        public override Task<Amazon.S3.Model.PutObjectResponse> PutObjectAsync(Amazon.S3.Model.PutObjectRequest request, CancellationToken stop)
        {
            asked.Add(request);
            return Task.FromResult(new Amazon.S3.Model.PutObjectResponse());
        }
    }
}

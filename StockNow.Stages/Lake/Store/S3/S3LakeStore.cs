using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store.Remote;

namespace StockNow.Stages.Lake.Store.S3;

/// <summary>A lake on S3. Each object is one PutObject with <c>If-None-Match: *</c>: it is whole or absent, and never replaced.</summary>
/// <param name="options">The bucket.</param>
/// <param name="staging">Where files are written before they are uploaded.</param>
/// <param name="newClient">Makes the client; null for the usual one.</param>
sealed class S3LakeStore(S3Options options, StagingFolder staging, Func<IAmazonS3>? newClient = null) : ILakeStore, IDisposable
{
    // The most that one PutObject takes. An upload in parts becomes visible by another request, which few compatible servers make conditional.
    const long LargestObject = 5L * 1024 * 1024 * 1024;

    readonly string _prefix = options.Prefix.Trim('/') is { Length: > 0 } prefix ? prefix + "/" : "";
    readonly Lazy<IAmazonS3> _client = new(newClient ?? (() => S3Clients.New(options)));

    /// <inheritdoc/>
    public string Description => $"S3 bucket {options.Bucket}{(_prefix.Length > 0 ? $", prefix {_prefix.TrimEnd('/')}" : "")}"
        + $"{(options.Endpoint is { } endpoint ? $", at {new Uri(endpoint).GetLeftPart(UriPartial.Authority)}" : "")}";

    /// <inheritdoc/>
    public Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) =>
        PutAsync("write", key, () => new MemoryStream(content.ToArray(), writable: false), content.Length, stop);

    /// <inheritdoc/>
    public async Task<Creation> PublishAsync(string stagedFile, string key, CancellationToken stop)
    {
        // Gone after an earlier attempt that published it.
        if (!File.Exists(stagedFile) && await LengthAsync(key, stop) is not null) return Creation.Exists;
        var creation = await PutAsync("publish", key, () => File.OpenRead(stagedFile), new FileInfo(stagedFile).Length, stop);
        if (creation == Creation.Created) File.Delete(stagedFile);
        return creation;
    }

    /// <inheritdoc/>
    public Task<byte[]?> GetAsync(string key, CancellationToken stop) => RunAsync("read", key, async (s3, name) =>
    {
        try
        {
            return await Attempt.RunAsync(options.Timeout, 0, async token =>
            {
                using var answer = await s3.GetObjectAsync(options.Bucket, name, token);
                return await ContentOfAsync(answer, answer.ContentLength, token);
            }, stop);
        }
        catch (AmazonS3Exception fault) when (S3Fault.IsAbsent(fault)) { return null; }
    }, stop);

    /// <inheritdoc/>
    public Task<long?> LengthAsync(string key, CancellationToken stop) => RunAsync<long?>("read", key, async (s3, name) =>
    {
        try
        {
            var answer = await Attempt.RunAsync(options.Timeout, 0, token => s3.GetObjectMetadataAsync(options.Bucket, name, token), stop);
            return answer.ContentLength;
        }
        catch (AmazonS3Exception fault) when (S3Fault.IsAbsent(fault)) { return null; }
    }, stop);

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(string key, CancellationToken stop) => await LengthAsync(key, stop) is { } length
        ? new RangedStream(length, (offset, count, token) => ReadAsync(key, offset, count, token), stop)
        : throw new LakeException($"cannot open {Doing(key)}: there is no such object");

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListFromAsync(string folder, string after, [EnumeratorCancellation] CancellationToken stop)
    {
        var start = PrefixOf(folder);
        await foreach (var page in PagesAsync(folder, new ListObjectsV2Request { Prefix = start, Delimiter = "/", StartAfter = start + after }, stop))
            foreach (var found in page.S3Objects ?? [])
                if (found.Key.Length > start.Length) yield return found.Key[start.Length..];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAllAsync(string folder, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var page in PagesAsync(folder, new ListObjectsV2Request { Prefix = PrefixOf(folder) }, stop))
            foreach (var found in page.S3Objects ?? [])
                // An object whose name ends so stands for an empty folder.
                if (!found.Key.EndsWith('/') && found.Key[_prefix.Length..] is var key && !LakeKey.IsStaged(key)) yield return key;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListFoldersAsync(string folder, [EnumeratorCancellation] CancellationToken stop)
    {
        var start = PrefixOf(folder);
        await foreach (var page in PagesAsync(folder, new ListObjectsV2Request { Prefix = start, Delimiter = "/" }, stop))
            foreach (var found in page.CommonPrefixes ?? []) yield return found[start.Length..].TrimEnd('/');
    }

    /// <inheritdoc/>
    public string NewStagedFile() => staging.NewFileToKeep();

    /// <inheritdoc/>
    public Task DiscardAsync(string key, CancellationToken stop) => DeleteAsync(LakeKey.CheckedForDiscard(key), stop);

    /// <inheritdoc/>
    public Task RemoveAsync(string key, CancellationToken stop) => DeleteAsync(LakeKey.CheckedForRemoval(key), stop);

    /// <inheritdoc/>
    public string LocationOf(string key) => $"s3a://{options.Bucket}/{KeyOf(key)}";

    /// <inheritdoc/>
    public string? PathOf(string key) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }

    Task<Creation> PutAsync(string what, string key, Func<Stream> body, long length, CancellationToken stop) => RunAsync(what, key, async (s3, name) =>
    {
        if (length > LargestObject) throw TooLarge(name, length);
        var request = new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = name,
            InputStream = body(),
            AutoCloseStream = true,
            IfNoneMatch = "*",
            UseChunkEncoding = false, // many compatible servers refuse it
        };
        Encrypt(request);
        try
        {
            await Attempt.RunAsync(options.Timeout, length, token => s3.PutObjectAsync(request, token), stop);
            return Creation.Created;
        }
        catch (AmazonS3Exception fault) when (S3Fault.IsExisting(fault)) { return Creation.Exists; }
        catch (AmazonS3Exception fault) when (S3Fault.IsConflict(fault)) { return Creation.Unsure; }
    }, stop);

    Task<DeleteObjectResponse> DeleteAsync(string key, CancellationToken stop) => RunAsync("remove", key, (s3, name) =>
        Attempt.RunAsync(options.Timeout, 0, token => s3.DeleteObjectAsync(options.Bucket, name, token), stop), stop);

    void Encrypt(PutObjectRequest request)
    {
        if (options.Encryption == S3Encryption.Bucket) return;
        request.ServerSideEncryptionMethod = options.Encryption == S3Encryption.Kms
            ? ServerSideEncryptionMethod.AWSKMS : ServerSideEncryptionMethod.AES256;
        request.ServerSideEncryptionKeyManagementServiceKeyId = options.KmsKeyId;
    }

    Task<byte[]> ReadAsync(string key, long offset, int count, CancellationToken stop) => RunAsync("read", key, (s3, name) =>
        Attempt.RunAsync(options.Timeout, count, async token =>
        {
            var request = new GetObjectRequest { BucketName = options.Bucket, Key = name, ByteRange = new ByteRange(offset, offset + count - 1) };
            using var answer = await s3.GetObjectAsync(request, token);
            return await ContentOfAsync(answer, count, token);
        }, stop), stop);

    static async Task<byte[]> ContentOfAsync(GetObjectResponse answer, long length, CancellationToken stop)
    {
        var content = new byte[length];
        var arrived = await answer.ResponseStream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, stop);
        return arrived == length ? content : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{arrived} of {length} bytes arrived"));
    }

    async IAsyncEnumerable<ListObjectsV2Response> PagesAsync(string folder, ListObjectsV2Request request, [EnumeratorCancellation] CancellationToken stop)
    {
        request.BucketName = options.Bucket;
        for (var isTruncated = true; isTruncated;)
        {
            var page = await RunAsync("list", folder, (s3, _) =>
                Attempt.RunAsync(options.Timeout, 0, token => s3.ListObjectsV2Async(request, token), stop), stop);
            yield return page;
            (request.ContinuationToken, isTruncated) = (page.NextContinuationToken, page.IsTruncated == true);
        }
    }

    async Task<T> RunAsync<T>(string what, string key, Func<IAmazonS3, string, Task<T>> operation, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var name = KeyOf(key);
        try { return await operation(_client.Value, name); }
        catch (Exception fault) when (!stop.IsCancellationRequested && S3Fault.Of(fault, $"{what} {Doing(key)}") is { } explained) { throw explained; }
    }

    string Doing(string key) => $"{KeyOf(key)} in {Description}";

    string KeyOf(string key) => _prefix + LakeKey.Checked(key);

    string PrefixOf(string folder) => KeyOf(folder) + "/";

    static UnrecoverableException TooLarge(string name, long length) => new(string.Create(CultureInfo.InvariantCulture,
        $"{name} has {length} bytes, and S3 takes at most {LargestObject} in one request. Lower Storage:MaxRows."));
}

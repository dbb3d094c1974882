using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using StockNow.Stages.Base;

namespace StockNow.Stages.Lake.Store.S3;

/// <summary>What a failed request means to the caller: what ends by itself is a <see cref="LakeException"/>, what a person must change is not.</summary>
/// <remarks>See the list of error codes in the API reference of Amazon S3.</remarks>
static class S3Fault
{
    static readonly HashSet<string> EndBySelf = new(StringComparer.Ordinal)
    {
        "RequestTimeout", "IncompleteBody", "BadDigest", "XAmzContentSHA256Mismatch", "SlowDown", "ExpiredToken", "OperationAborted",
    };

    /// <summary>Whether an object exists at the key.</summary>
    public static bool IsExisting(AmazonS3Exception fault) => fault.StatusCode == HttpStatusCode.PreconditionFailed;

    /// <summary>Whether another request for the key is under way: who succeeds is not known yet.</summary>
    public static bool IsConflict(AmazonS3Exception fault) => fault.StatusCode == HttpStatusCode.Conflict;

    /// <summary>Whether there is no object at the key.</summary>
    public static bool IsAbsent(AmazonS3Exception fault) => fault.StatusCode == HttpStatusCode.NotFound && fault.ErrorCode != "NoSuchBucket";

    /// <summary>The exception for the caller, or null when the fault is none of a request.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="doing">What was done, such as <c>write stocknow/a in bucket b</c>.</param>
    public static Exception? Of(Exception fault, string doing) => fault switch
    {
        AmazonS3Exception s3 => OfAnswer(s3, doing),
        AmazonServiceException or HttpRequestException or IOException or TimeoutException or WebException =>
            new LakeException($"cannot {doing}: {Reason(fault)}", fault),
        AmazonClientException client => OfClient(client, doing),
        _ => null,
    };

    static Exception OfAnswer(AmazonS3Exception fault, string doing)
    {
        var reason = $"{fault.ErrorCode} ({(int)fault.StatusCode}): {fault.Message.TrimEnd('.')}";
        var isPassing = fault.StatusCode is 0 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented
            || EndBySelf.Contains(fault.ErrorCode ?? "");
        return isPassing ? new LakeException($"cannot {doing}: {reason}", fault)
            : new UnrecoverableException($"Cannot {doing}: {reason}. Remedy: {Advice(fault)}.", fault);
    }

    static string Advice(AmazonS3Exception fault) => fault.ErrorCode switch
    {
        "NoSuchBucket" => "create the bucket, or correct Lake:S3:Bucket",
        "AccessDenied" or "Forbidden" or "AllAccessDisabled" =>
            "give these credentials s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on its objects",
        "SignatureDoesNotMatch" or "InvalidAccessKeyId" or "InvalidToken" => "correct the credentials, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        "RequestTimeTooSkewed" => "set the clock of this machine",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => "set Lake:S3:Region to the region of the bucket",
        "NotImplemented" => "use a server that supports PutObject with If-None-Match; without it two writers would replace each other's files",
        _ when fault.StatusCode == HttpStatusCode.Forbidden =>
            "correct the credentials, and give them s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject",
        _ => "check the settings in Lake:S3",
    };

    // The SDK has no code of its own for credentials that are nowhere.
    static Exception OfClient(AmazonClientException fault, string doing) => fault.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase)
        || fault.Message.Contains("RegionEndpoint", StringComparison.Ordinal)
            ? new UnrecoverableException($"Cannot {doing}: {Reason(fault)}. Remedy: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role, and "
                + "Lake:S3:Region.", fault)
            : new LakeException($"cannot {doing}: {Reason(fault)}", fault);

    // The SDK's own words for a connection that failed say nothing.
    static string Reason(Exception fault) => (fault.InnerException is HttpRequestException inner ? inner : fault).Message.Split('\n')[0].TrimEnd('.', '\r');
}

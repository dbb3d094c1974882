using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Lake.Store.S3;

/// <summary>
/// The lake on S3 or a compatible server. Credentials are found where the AWS SDK looks for them: environment variables, ~/.aws, a web identity, the role of
/// the container or of the machine; they are renewed before they expire.
/// </summary>
sealed class S3Options : IValidatableObject
{
    /// <summary>The bucket; it exists already.</summary>
    [Needed("my-bucket")]
    public string? Bucket { get; set; }

    /// <summary>The lake's place in the bucket; default stocknow. Processes that share a lake use the same prefix.</summary>
    public string Prefix { get; set; } = "stocknow";

    /// <summary>The address of a compatible server, such as http://minio:9000; default: AWS.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The region, such as eu-west-3; default: as the AWS SDK finds it, and us-east-1 at a compatible server.</summary>
    public string? Region { get; set; }

    /// <summary>Names the bucket in the path and not in the host, as most compatible servers want it; default: true exactly where Endpoint is set.</summary>
    public bool? PathStyle { get; set; }

    /// <summary>How the server encrypts what is stored; default: as the bucket is set up.</summary>
    public S3Encryption Encryption { get; set; } = S3Encryption.Bucket;

    /// <summary>The key of KMS, as its id or ARN; only with the encryption Kms. Default: the key of the account.</summary>
    public string? KmsKeyId { get; set; }

    /// <summary>How long one request may take, and one second more for each megabyte that it moves; default 30 s. Then it is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the bucket is named in the path.</summary>
    internal bool UsesPathStyle => PathStyle ?? Endpoint is not null;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is not null && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && (uri.Scheme == "http" || uri.Scheme == "https")))
            yield return new ValidationResult($"'{Endpoint}' is no HTTP address; write http://HOST:PORT", [nameof(Endpoint)]);
        if (Prefix.Length > 0 && Prefix.Trim('/').Split('/').Any(part => part is "" or "." or ".."))
            yield return new ValidationResult($"'{Prefix}' is no prefix; write names joined by '/'", [nameof(Prefix)]);
        if (KmsKeyId is not null && Encryption != S3Encryption.Kms)
            yield return new ValidationResult($"is used only with Encryption={nameof(S3Encryption.Kms)}", [nameof(KmsKeyId)]);
    }
}

/// <summary>How the server encrypts what is stored.</summary>
enum S3Encryption
{
    /// <summary>As the bucket is set up.</summary>
    Bucket,

    /// <summary>By keys of S3 (SSE-S3).</summary>
    Aes256,

    /// <summary>By a key of KMS (SSE-KMS).</summary>
    Kms,
}

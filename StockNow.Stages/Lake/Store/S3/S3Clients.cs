using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace StockNow.Stages.Lake.Store.S3;

/// <summary>Makes the client.</summary>
static class S3Clients
{
    /// <summary>A client. It looks for credentials at its first request.</summary>
    /// <param name="options">Where the bucket is.</param>
    /// <param name="credentials">The credentials; null to look for them as the SDK does.</param>
    /// <exception cref="AmazonClientException">There is no region.</exception>
    public static IAmazonS3 New(S3Options options, AWSCredentials? credentials = null)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.UsesPathStyle,
            MaxStaleConnectionRetries = 0,
            MaxErrorRetry = 0, // a retry that nobody sees would find the object of the first try, and take it for another writer's
            Timeout = Timeout.InfiniteTimeSpan, // each attempt has a limit of its own
            // Checksums in a trailer are refused by many compatible servers.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint) (config.ServiceURL, config.AuthenticationRegion) = (endpoint, options.Region ?? "us-east-1");
        else if (options.Region is { } region) config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
    }
}

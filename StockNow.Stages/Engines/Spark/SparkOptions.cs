using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Engines.Spark;

/// <summary>Spark, reached through Spark Connect. Spark reads the lake itself.</summary>
sealed class SparkOptions : IValidatableObject
{
    /// <summary>The port of Spark Connect when the address names none.</summary>
    public const int DefaultPort = 15002;

    /// <summary>The address of the Spark Connect server, such as sc://localhost:15002.</summary>
    [Needed("sc://localhost:15002")]
    public string? Remote { get; set; }

    /// <summary>The token that the server asks for (spark.connect.authenticate.token). Default none.</summary>
    public string? Token { get; set; }

    /// <summary>Whether the connection is encrypted. Spark has no TLS of its own: a proxy in front of it must have. Default false.</summary>
    public bool Tls { get; set; }

    /// <summary>The user under whose name the session is shown in Spark; default stocknow.</summary>
    [Required]
    public string User { get; set; } = "stocknow";

    /// <summary>The address of Spark's web page, shown to people; default port 4040 of the server.</summary>
    public string? WebPage { get; set; }

    /// <summary>How long a connection may take; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The server as a URI of gRPC.</summary>
    /// <exception cref="FormatException"><see cref="Remote"/> is no address. The message says why.</exception>
    public Uri Server()
    {
        if (!Uri.TryCreate(Remote, UriKind.Absolute, out var remote) || remote.Scheme != "sc" || remote.Host.Length == 0)
            throw new FormatException($"'{Remote}' is no address of Spark Connect; write sc://host:{DefaultPort}");
        if (remote.AbsolutePath is not ("" or "/") || remote.UserInfo.Length > 0)
            throw new FormatException($"the address may name host and port only; token, user and encryption are settings of their own ({nameof(Token)}, "
                + $"{nameof(User)}, {nameof(Tls)})");
        return new UriBuilder(Tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, remote.Host, remote.Port > 0 ? remote.Port : DefaultPort).Uri;
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string? fault = null;
        if (Remote is not null)
        {
            try { Server(); }
            catch (FormatException wrong) { fault = wrong.Message; }
        }
        if (fault is not null) yield return new ValidationResult(fault, [nameof(Remote)]);
        if (WebPage is not null && !Uri.IsWellFormedUriString(WebPage, UriKind.Absolute))
            yield return new ValidationResult($"'{WebPage}' is no address; write http://host:4040", [nameof(WebPage)]);
    }
}

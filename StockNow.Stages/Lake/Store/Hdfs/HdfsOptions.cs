using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Lake.Store.Hdfs;

/// <summary>The lake on HDFS, through WebHDFS or HttpFS.</summary>
sealed class HdfsOptions : IValidatableObject
{
    /// <summary>
    /// The HTTP addresses of the NameNodes, or of an HttpFS gateway, such as http://namenode:9870. With several NameNodes the active one is found by asking.
    /// </summary>
    [Needed("http://namenode:9870")]
    public IReadOnlyList<string> NameNodes { get; set; } = [];

    /// <summary>The lake's folder; default /stocknow. Processes that share a lake use the same folder.</summary>
    [Required]
    public string Folder { get; set; } = "/stocknow";

    /// <summary>The user of a cluster without Kerberos (user.name); default: the user of this process.</summary>
    public string? User { get; set; }

    /// <summary>Sign in by Kerberos (SPNEGO), with the ticket of this process; default false.</summary>
    public bool Kerberos { get; set; }

    /// <summary>A delegation token; it stands in for Kerberos. Default none.</summary>
    public string? DelegationToken { get; set; }

    /// <summary>
    /// Under which address this process reaches a DataNode, by the name that the NameNode gives it, such as datanode: 127.0.0.1 or datanode: 127.0.0.1:9864.
    /// For clients outside the network of the cluster; default none.
    /// </summary>
    public IReadOnlyDictionary<string, string> DataNodeHosts { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How an engine names the cluster, such as hdfs://namenode:9000; default: hdfs:// and the host of the first NameNode.</summary>
    public string? EngineUri { get; set; }

    /// <summary>How long one request may take, and one second more for each megabyte that it moves; default 30 s. Then it is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var node in NameNodes.Where(node => !IsHttp(node)))
            yield return new ValidationResult($"'{node}' is no HTTP address; write http://HOST:PORT", [nameof(NameNodes)]);
        if (!Folder.StartsWith('/') || Folder.Split('/').Any(part => part is "." or ".."))
            yield return new ValidationResult($"'{Folder}' is no folder; it starts with '/'", [nameof(Folder)]);
        foreach (var (name, address) in DataNodeHosts.Where(host => Uri.CheckHostName(host.Value.Split(':')[0]) == UriHostNameType.Unknown))
            yield return new ValidationResult($"'{address}' of {name} is no host and no host with a port", [nameof(DataNodeHosts)]);
        if (Kerberos && DelegationToken is not null)
            yield return new ValidationResult("and DelegationToken are both set; use one of them", [nameof(Kerberos)]);
    }

    static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "http" || uri.Scheme == "https");
}

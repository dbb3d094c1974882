using System.Net;
using System.Text.Json;
using StockNow.Stages.Base;

namespace StockNow.Stages.Lake.Store.Hdfs;

/// <summary>An error that a NameNode, DataNode or HttpFS gateway has answered.</summary>
/// <param name="name">The name of the server's exception, which alone says what happened: nearly all have the status 403. Without one, the status.</param>
/// <param name="message">The first line of its message.</param>
/// <param name="status">The status.</param>
/// <remarks>See the error responses of WebHDFS in the documentation of Hadoop.</remarks>
sealed class WebHdfsFault(string name, string message, HttpStatusCode status) : Exception($"{name}: {message}")
{
    const int LongestMessage = 300;

    /// <summary>Whether an object with that name exists.</summary>
    public bool IsExisting => name == "FileAlreadyExistsException";

    /// <summary>Whether there is no such object, or no such folder.</summary>
    public bool IsAbsent => name == "FileNotFoundException" || (status == HttpStatusCode.NotFound && name.StartsWith("HTTP", StringComparison.Ordinal));

    /// <summary>Whether another NameNode is to be asked.</summary>
    public bool IsOfStandby => name is "StandbyException" or "RetriableException";

    /// <summary>The fault of an answer, or null when it is none.</summary>
    public static async Task<WebHdfsFault?> OfAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        if ((int)answer.StatusCode < 400) return null;
        var body = await answer.Content.ReadAsStringAsync(stop);
        try
        {
            var remote = JsonElement.Parse(body).GetProperty("RemoteException");
            return new WebHdfsFault(remote.GetProperty("exception").GetString()!, FirstLine(remote.GetProperty("message").GetString()!), answer.StatusCode);
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new WebHdfsFault($"HTTP {(int)answer.StatusCode}", answer.ReasonPhrase ?? "", answer.StatusCode);
        }
    }

    /// <summary>
    /// What the caller sees. The errors that only a person can end are listed here. Errors that end by themselves cannot be listed: a NameNode that starts, a
    /// NameNode in safe mode and a DataNode that has not yet reported answer with many different ones.
    /// </summary>
    /// <param name="doing">What was done, such as <c>write /stocknow/a on HDFS at http://namenode:9870</c>.</param>
    public Exception ToException(string doing) => name switch
    {
        "AccessControlException" => Final(doing, "give the user of Lake:Hdfs:User the right to it, or name another folder in Lake:Hdfs:Folder"),
        "SecurityException" or "InvalidToken" or "AuthenticationException" => Final(doing,
            "sign in by Lake:Hdfs:Kerberos or Lake:Hdfs:DelegationToken; a token that has expired must be renewed"),
        "ParentNotDirectoryException" or "InvalidPathException" or "IllegalArgumentException" or "UnsupportedOperationException" => Final(doing,
            "check Lake:Hdfs:Folder, and whether the address in Lake:Hdfs:NameNodes is that of WebHDFS or HttpFS"),
        _ when status == HttpStatusCode.Unauthorized => Final(doing, "the cluster wants Kerberos: set Lake:Hdfs:Kerberos=true or Lake:Hdfs:DelegationToken"),
        _ when name.Contains("Quota", StringComparison.Ordinal) => new LakeException(
            $"cannot {doing}: {Message}. Raise the quota of the folder or free some space; nothing is lost meanwhile", this),
        _ => new LakeException($"cannot {doing}: {Message}", this),
    };

    UnrecoverableException Final(string doing, string advice) => new($"Cannot {doing}: {Message}. Remedy: {advice}.", this);

    static string FirstLine(string text)
    {
        var line = text.Split('\n')[0].TrimEnd('.', '\r');
        return line.Length > LongestMessage ? line[..LongestMessage] + "…" : line;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using StockNow.Host.Display;

namespace StockNow.Host.Health;

/// <summary>
/// Where health and metrics are served. Read here and not by the server, which takes a name that it does not know for every address of the machine.
/// </summary>
/// <param name="Host">As it was written.</param>
/// <param name="Addresses">What the server listens on; the last one may be missing on a machine without IPv6.</param>
/// <param name="Port">0 stands for any that is free.</param>
internal sealed partial record HttpAddress(string Host, IReadOnlyList<IPAddress> Addresses, int Port)
{
    const string Example = "write it as http://127.0.0.1:8080, or http://*:8080 in a container";

    /// <summary>Whether everyone who reaches this machine reaches what is served.</summary>
    public bool IsForEveryone => Addresses.Any(address => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    bool IsAny => Host is "*" or "+";

    bool IsLocalhost => Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where this machine reaches what is served, without a slash at the end.</summary>
    public string FromHere => $"http://{(IsForEveryone ? "127.0.0.1" : Host)}:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>As it was written, without a slash at the end.</summary>
    public override string ToString() => $"http://{Host}:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Reads an address.</summary>
    /// <param name="url">Such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="ofThisMachine">The machine's own addresses.</param>
    /// <param name="fault">What is wrong and what to write instead. It never repeats a user's name or password.</param>
    public static HttpAddress? Read(string url, Func<IReadOnlyList<IPAddress>> ofThisMachine, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        var text = url.Trim();
        if (text.Contains('@', StringComparison.Ordinal)) return Wrong("must name no user and no password: nobody is asked for them", out fault);
        if (text.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            return Wrong("must begin with http://: certificates are the business of a proxy before it", out fault);
        if (Shape().Match(text) is not { Success: true } match) return Wrong(FaultOf(text), out fault);
        var host = match.Groups["host"].Value;
        var port = 80;
        if (match.Groups["port"].Success
            && (!int.TryParse(match.Groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > IPEndPoint.MaxPort))
            return Wrong($"must have a port from 1 to {IPEndPoint.MaxPort}", out fault);
        return Listened(host, ofThisMachine, out fault) is { } addresses ? new HttpAddress(host, addresses, port) : null;
    }

    /// <summary>Lets a server listen here and nowhere else.</summary>
    public void ListenWith(KestrelServerOptions server)
    {
        if (IsAny) server.ListenAnyIP(Port);
        else if (IsLocalhost) server.ListenLocalhost(Port);
        else server.Listen(Addresses[0], Port);
    }

    /// <summary>The machine's own addresses.</summary>
    public static IReadOnlyList<IPAddress> OfThisMachine()
    {
        try { return [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(one => one.Address)]; }
        catch (NetworkInformationException) { return []; }
    }

    static IReadOnlyList<IPAddress>? Listened(string host, Func<IReadOnlyList<IPAddress>> ofThisMachine, out string? fault)
    {
        fault = null;
        if (host is "*" or "+") return [IPAddress.Any, IPAddress.IPv6Any];
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        if (!IPAddress.TryParse(host, out var address) || !address.ToString().Equals(host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase))
        {
            Wrong($"names '{PeopleText.Name(host)}', which is neither localhost nor an IP address of this machine", out fault);
            return null;
        }
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) return [address];
        var own = ofThisMachine();
        if (own.Contains(address)) return [address];
        Wrong($"names {address}, which is no address of this machine; it has {string.Join(", ", own.Where(one => one.AddressFamily == address.AddressFamily))}",
            out fault);
        return null;
    }

    static string FaultOf(string text) => text.StartsWith("http://unix:", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("http://pipe:", StringComparison.OrdinalIgnoreCase) ? "must name a host and a port"
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.PathAndQuery.Length > 1 ? "must have no path"
        : IsIPv6Unbracketed(text) ? "is no URL: an IPv6 address stands in brackets, as in http://[::1]:8080"
        : text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && text.LastIndexOf(':') > 6
        ? $"must have a port from 1 to {IPEndPoint.MaxPort}" : "is no address";

    static bool IsIPv6Unbracketed(string text)
    {
        if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) return false;
        var rest = text["http://".Length..].TrimEnd('/');
        return rest.StartsWith('[') ? !rest.Contains(']', StringComparison.Ordinal) : rest.Contains("::", StringComparison.Ordinal)
            && IPAddress.TryParse(rest, out _);
    }

    static HttpAddress? Wrong(string what, out string fault)
    {
        fault = $"{what}; {Example}";
        return null;
    }

    [GeneratedRegex(@"^http://(?<host>\*|\+|[^\s/:;,?#@\[\]]+|\[[0-9a-f:.]+\])(?::(?<port>[0-9]+))?/?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}

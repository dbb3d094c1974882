using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;

namespace StockNow.Host.Health;

/// <summary>Health and metrics over HTTP: <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
internal sealed class HttpOptions : IValidatableObject
{
    const string Example = "http://127.0.0.1:8080, or http://*:8080 in a container";

    /// <summary>Where they are served, such as <c>http://127.0.0.1:8080</c>, or <c>http://*:8080</c> in a container; default none: nothing is served. Where the port is taken a warning says so and the stages run all the same.</summary>
    public string? Url { get; set; }

    /// <summary>Whether anything is served.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Url);

    /// <summary>Where this machine reaches what is served, without a slash at the end.</summary>
    public string LocalAddress
    {
        get
        {
            var address = BindingAddress.Parse(Url!);
            return $"http://{(address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host)}:{address.Port}";
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn) yield break;
        if (FaultOf(Url!) is { } fault) yield return new ValidationResult($"{fault}; write it as {Example}", [nameof(Url)]);
    }

    static string? FaultOf(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (!address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase)) return "must begin with http://: certificates are the business of a proxy before it";
            if (address.IsUnixPipe || address.IsNamedPipe) return "must name a host and a port";
            return address.PathBase.Length > 0 ? "must have no path" : null;
        }
        catch (FormatException) { return "is no address"; }
    }
}

using System.ComponentModel.DataAnnotations;

namespace StockNow.Host.Health;

/// <summary>Health and metrics over HTTP: <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
internal sealed class HttpOptions : IValidatableObject
{
    /// <summary>
    /// Where they are served, such as <c>http://127.0.0.1:8080</c>, or <c>http://*:8080</c> in a container; default none: nothing is served. The host is
    /// <c>localhost</c>, an IP address of this machine, or <c>*</c> for all of them: then everyone who reaches the machine can read the stages' faults, with
    /// paths and broker names. Where the port is taken a warning says so and the stages run all the same.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>Whether anything is served.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Url);

    /// <summary>The address, once it is checked.</summary>
    public HttpAddress Address => HttpAddress.Read(Url!, HttpAddress.OfThisMachine, out var fault) ?? throw new InvalidOperationException(fault);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn) yield break;
        if (HttpAddress.Read(Url!, HttpAddress.OfThisMachine, out var fault) is null) yield return new ValidationResult(fault, [nameof(Url)]);
    }
}

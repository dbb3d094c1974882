using System.ComponentModel.DataAnnotations;

namespace StockNow.Stages.Engines.MicrosoftSpark;

/// <summary>Spark through the package Microsoft.Spark.</summary>
sealed class MicrosoftSparkOptions
{
    /// <summary>
    /// The port of a backend that runs already (<c>DotnetRunner debug 5567</c>); default none, for a process that spark-submit has started.
    /// </summary>
    [Range(1, 65535)]
    public int? BackendPort { get; set; }
}

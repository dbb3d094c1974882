using System.Globalization;
using Microsoft.Spark.Interop;
using Microsoft.Spark.Sql;

namespace StockNow.Stages.Engines.MicrosoftSpark;

/// <summary>The JVM that Microsoft.Spark talks to. For the thread of <see cref="BackendThread"/>.</summary>
sealed class Backend(MicrosoftSparkOptions options)
{
    const string PortVariable = "DOTNETBACKEND_PORT";
    SparkSession? _session;

    /// <summary>The session, opened when there is none.</summary>
    public SparkSession Session()
    {
        if (_session is not null) return _session;
        if (options.BackendPort is { } port) Environment.SetEnvironmentVariable(PortVariable, port.ToString(CultureInfo.InvariantCulture));
        return _session = SparkSession.Builder().AppName("stocknow")
            .Config("spark.sql.session.timeZone", "UTC").Config("spark.sql.ansi.enabled", "true")
            // A file that is gone or damaged must end the count: a count without it looks like any other.
            .Config("spark.sql.files.ignoreMissingFiles", "false").Config("spark.sql.files.ignoreCorruptFiles", "false").GetOrCreate();
    }

    /// <summary>Whether the backend still answers.</summary>
    public bool IsAlive()
    {
        try
        {
            foreach (var _ in Session().Sql("SELECT 1").ToLocalIterator()) { }
            return true;
        }
        // A lost backend has no exception of its own; any fault of this query means it.
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>Drops the connections. The bridge keeps those of a backend that is gone, and each would fail one call.</summary>
    public void Forget()
    {
        _session = null;
        var bridge = SparkEnvironment.JvmBridge;
        SparkEnvironment.JvmBridge = null;
        bridge?.Dispose();
    }
}

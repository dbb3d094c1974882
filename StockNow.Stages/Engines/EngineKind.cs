namespace StockNow.Stages.Engines;

/// <summary>The engines there are.</summary>
public enum EngineKind
{
    /// <summary>In process; nothing to install.</summary>
    DuckDB,
}

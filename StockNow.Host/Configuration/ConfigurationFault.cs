namespace StockNow.Host.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Path">The setting as on the command line, such as <c>Simulator:Interval</c>; or a file.</param>
/// <param name="Message">What is wrong and what to write instead; never a secret.</param>
/// <param name="Origin">Where the value came from, or null when it is a default.</param>
internal sealed record ConfigurationFault(string Path, string Message, string? Origin = null);

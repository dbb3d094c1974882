namespace StockNow.Stages.Hosting;

/// <summary>What stages read and write beside topics, as the graph names it.</summary>
public static class Resources
{
    /// <summary>The lake's table of readings.</summary>
    public const string Lake = "lake";

    /// <summary>The answers that are printed.</summary>
    public const string Answers = "answers";

    /// <summary>Whether a name in a descriptor is a topic.</summary>
    public static bool IsTopic(string name) => name is not (Lake or Answers);
}

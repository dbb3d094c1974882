namespace StockNow.Tests.Support.Guilty;

/// <summary>Talks to the console itself.</summary>
static class GuiltyTalker
{
    public static Action Talk { get; } = () => Console.WriteLine("past the log");
}

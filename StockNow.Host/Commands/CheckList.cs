using StockNow.Host.Display;
using StockNow.Stages.Base;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>What <c>validate</c> found, one line for each check.</summary>
/// <param name="output">Takes the lines.</param>
internal sealed class CheckList(TextWriter output)
{
    readonly List<CheckLine> _all = [];

    /// <summary>All that was found so far.</summary>
    public IReadOnlyList<CheckLine> All => _all;

    /// <summary>
    /// Whether nothing is wrong. What a start would not stop at, yet somebody must look at, counts too: an operator reads the exit code before the lines.
    /// </summary>
    public bool AreFine => _all.TrueForAll(line => line.Result is "ok" or "note");

    public void Fine(string what, string says) => Add("ok", "ok  ", what, says);

    public void Note(string what, string says) => Add("note", "    ", what, says);

    public void Warn(string what, string says) => Add("warning", "!!  ", what, says);

    public void Wrong(string what, string says) => Add("wrong", "NO  ", what, says);

    /// <summary>Opens a seam and asks it for a sign of life.</summary>
    /// <param name="what">What is asked.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="description">Where it is.</param>
    /// <param name="ask">Asks it; gives its warnings.</param>
    public async Task AskAsync<T>(string what, Func<T> open, Func<T, string> description, Func<T, Task<IReadOnlyList<string>>> ask)
    {
        try
        {
            var seam = open();
            var warnings = await ask(seam);
            Fine(what, description(seam));
            foreach (var warning in warnings) Warn(what, warning);
        }
        catch (Exception fault) when (fault is EventLogException or LakeException or EngineException or UnrecoverableException or DllNotFoundException
            or TypeInitializationException)
        {
            Wrong(what, FaultSentence.Of(fault));
        }
    }

    void Add(string result, string mark, string what, string says)
    {
        _all.Add(new CheckLine(result, what, says));
        output.WriteLine(says.Length == 0 ? $"{mark}{what}" : $"{mark}{what,-14} {PeopleText.OneLine(says)}");
    }
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Result"><c>ok</c>, <c>note</c>, <c>warning</c> or <c>wrong</c>.</param>
/// <param name="What">What was looked at.</param>
/// <param name="Says">What was found.</param>
internal sealed record CheckLine(string Result, string What, string Says);

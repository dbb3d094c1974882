using StockNow.Host.Display;

namespace StockNow.Host.Commands;

/// <summary>Around every command: whatever happens, the caller gets an exit code of <see cref="ExitCodes"/> and a sentence, never a stack trace.</summary>
internal static class Outermost
{
    /// <summary>Runs what the arguments ask for.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (output, error) = (new GuardedWriter(Console.Out, givesUp: true), new GuardedWriter(Console.Error, givesUp: false));
        Console.SetOut(output);
        Console.SetError(error);
        var tree = new CommandTree();
        AppDomain.CurrentDomain.UnhandledException += (_, thrown) => Environment.Exit(Tell((Exception)thrown.ExceptionObject, tree.ShowsStacks));

        int code;
        try { code = await tree.RunAsync(arguments); }
        catch (Exception fault) { code = Tell(fault, tree.ShowsStacks); }
        return output.Fault is { } lost ? WithoutResult(code, lost) : code;
    }

    // A verdict such as the audit's stays the answer; only a success without its result is none.
    static int WithoutResult(int code, Exception lost)
    {
        Console.Error.WriteLine($"The result could not be written to standard output: {FaultSentence.Of(lost)}");
        return code == ExitCodes.Done ? ExitCodes.Failed : code;
    }

    static int Tell(Exception fault, bool showsStacks)
    {
        Console.Error.WriteLine(PeopleText.Lines(FaultSentence.Of(fault)));
        if (showsStacks) Console.Error.WriteLine(fault);
        return ExitCodes.Failed;
    }
}

using StockNow.Stages.Base;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>An exception as a sentence for a person: what happened, and what to do where that is known. Never a type's name.</summary>
internal static class FaultSentence
{
    /// <summary>The sentence.</summary>
    public static string Of(Exception fault) => fault switch
    {
        UnrecoverableException or EventLogException or LakeException or EngineException => fault.Message,
        _ when Causes(fault).OfType<DllNotFoundException>().FirstOrDefault() is { } missing => NativeLibraries.Sentence(NameIn(missing)),
        TypeInitializationException or AggregateException when fault.InnerException is { } inner => Of(inner),
        OperationCanceledException => "Stopped before the end.",
        OutOfMemoryException => "No memory is left. Give the process more, or less to hold: see Storage:MaxBytes and MaxReadingBytes in docs/configuration.md.",
        UnauthorizedAccessException when fault.InnerException is IOException inner => Ended(inner.Message),
        IOException or UnauthorizedAccessException => Ended(fault.Message),
        _ => $"StockNow met a fault that it does not know: {Ended(fault.Message)} --Logging:LogLevel:Default=Debug shows where.",
    };

    static string Ended(string message) => message.TrimEnd().TrimEnd('.') + ".";

    static IEnumerable<Exception> Causes(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException) yield return fault;
    }

    // .NET writes: Unable to load shared library 'e_sqlite3' or one of its dependencies.
    static string NameIn(DllNotFoundException missing) => missing.Message.Split('\'') is [_, var name, ..] ? name
        : NativeLibraries.Names.FirstOrDefault(name => missing.Message.Contains(name, StringComparison.OrdinalIgnoreCase)) ?? "a native library";
}

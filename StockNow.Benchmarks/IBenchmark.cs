namespace StockNow.Benchmarks;

/// <summary>Something of StockNow that is measured by one command.</summary>
interface IBenchmark
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>What is measured, in one line.</summary>
    string Summary { get; }

    /// <summary>Records handled unless <c>--records</c> says otherwise; null when time, not a number of records, bounds the benchmark.</summary>
    long? DefaultRecords { get; }

    /// <summary>Whether a shorter run before the measured one makes sense: it does not where the work is done by processes of their own.</summary>
    bool NeedsWarmUp => DefaultRecords is not null;

    /// <summary>Does the work, checks what came out of it, and adds figures to the run.</summary>
    /// <exception cref="BenchmarkException">Something came out wrong, so a figure would mean nothing.</exception>
    Task RunAsync(BenchmarkRun run);
}

/// <summary>What was measured did not do its work; the message says what came out instead.</summary>
sealed class BenchmarkException(string message) : Exception(message);

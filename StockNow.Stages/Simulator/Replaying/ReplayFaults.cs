using System.Globalization;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>
/// What kept files of a replay from being sent whole. The other files are sent, all stages handle what was sent, and the run ends with exit code 1.
/// </summary>
sealed class ReplayFaults(ILogger log)
{
    string? _first;
    int _count;

    /// <summary>A file that is shorter than what was sent of it.</summary>
    public static ReplayFileException Cut(string path, ReplayPosition sent) =>
        Cut(path, string.Create(CultureInfo.InvariantCulture, $"{sent.Lines} lines ({sent.Bytes} bytes)"));

    /// <summary>The same.</summary>
    public static ReplayFileException Cut(string path, string sent) => new(
        $"'{path}' is shorter than the {sent} that were sent of it before: it was cut or replaced. Put the whole file back, or start over with "
        + "Simulator:Replay:Restart=true.");

    public void Add(string fault)
    {
        log.ReplayFault(fault);
        _first ??= fault;
        _count++;
    }

    /// <summary>Says how the run will end.</summary>
    public void End(PipelineLifetime lifetime)
    {
        if (_first is null) return;
        var others = _count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" {_count - 1} more fault(s) of the replay are in the log.");
        lifetime.FailAtEnd($"Replay: {_first}{others}");
    }
}

using StockNow.Stages.AlertFilter;
using StockNow.Stages.Simulator;

namespace StockNow.Tests.Support.Guilty;

/// <summary>Reaches into two stages, where only the bodies of its methods show it: no stage, seam or adapter may.</summary>
static class GuiltyNeighbour
{
    public static async Task<string> PeekAsync()
    {
        await Task.Yield();
        return $"{new AlertFilterOptions().AlertRule}{typeof(AlertFilterStage)}{new SimulatorOptions().Interval}";
    }
}

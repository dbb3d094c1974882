using StockNow.Host.Configuration;

namespace StockNow.Host.Commands;

/// <summary>Prints the enabled pipeline as a Mermaid flowchart.</summary>
internal static class GraphCommand
{
    public static int Run(Setup setup)
    {
        if (FaultList.Printed(setup.Faults)) return ExitCodes.BadConfiguration;
        Console.Out.Write(setup.Graph.ToMermaid());
        return ExitCodes.Done;
    }
}

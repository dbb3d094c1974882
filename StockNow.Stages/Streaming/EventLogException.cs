namespace StockNow.Stages.Streaming;

/// <summary>The event log did not do what was asked; trying again later may help. Says what, where and what to do.</summary>
public class EventLogException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>A position had another value than its writer expected: another process moves it too. Nothing of the commit took place.</summary>
sealed class PositionConflictException(string name, string? expected, string? found)
    : EventLogException($"The position '{name}' in the event log is {Shown(found)} instead of {Shown(expected)}: another process has moved it. Nothing of "
    + "this commit was written.")
{
    static string Shown(string? value) => value is null ? "absent" : $"'{value}'";
}

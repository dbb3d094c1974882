namespace StockNow.Stages.Simulator.Generating;

/// <summary>What goes wrong with the simulated sensors: one falls silent, one message is cut short. Pure.</summary>
/// <param name="options">When that happens.</param>
/// <param name="silent">The key of the sensor that falls silent: the last one.</param>
sealed class SensorFaults(SensorFaultOptions options, ReadOnlyMemory<byte> silent)
{
    long? _broken;

    /// <summary>Whether the sensor still sends.</summary>
    public bool Sends(ReadOnlySpan<byte> sensor, TimeSpan offset) =>
        options.SilentAfter is not { } after || offset < after || !sensor.SequenceEqual(silent.Span);

    /// <summary>Whether this is the message that is cut short: the first one after the time for it. Asked again, it gives the same answer.</summary>
    public bool Cuts(long reading, TimeSpan offset)
    {
        if (_broken is null && options.BrokenAfter is { } after && offset >= after) _broken = reading;
        return _broken == reading;
    }
}

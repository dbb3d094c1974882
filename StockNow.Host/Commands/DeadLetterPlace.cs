using System.Globalization;

namespace StockNow.Host.Commands;

/// <summary>Where a dead letter lies, written <c>0@12</c>.</summary>
/// <param name="Partition">The partition of the dead letters.</param>
/// <param name="Offset">The offset in it.</param>
internal sealed record DeadLetterPlace(int Partition, long Offset)
{
    /// <summary>Reads a place; the partition may be left out, and is 0 then. Null when it is none.</summary>
    public static DeadLetterPlace? Read(string? text)
    {
        var (partition, offset) = text?.Split('@') switch { [var only] => ("0", only), [var first, var second] => (first, second), _ => ("", "") };
        return int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? new DeadLetterPlace(number, place) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}@{Offset}");
}

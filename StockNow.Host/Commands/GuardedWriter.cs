using System.Text;

namespace StockNow.Host.Commands;

/// <summary>
/// Standard output or standard error, which may be closed, full, or gone with the program that read it. Writing never fails; <see cref="Fault"/> says whether
/// it did.
/// </summary>
/// <param name="inner">The stream as it is.</param>
/// <param name="givesUp">Whether nothing is written after a fault: half a result with a hole is worse than its beginning.</param>
internal sealed class GuardedWriter(TextWriter inner, bool givesUp) : TextWriter
{
    /// <summary>Why something could not be written; null when all was.</summary>
    public Exception? Fault { get; private set; }

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (givesUp && Fault is not null) return;
        try { inner.Write(buffer); }
        catch (Exception fault) when (IsOfStream(fault)) { Fault ??= fault; }
    }

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write($"{value}{NewLine}");

    /// <inheritdoc/>
    public override void Flush()
    {
        try { inner.Flush(); }
        catch (Exception fault) when (IsOfStream(fault)) { Fault ??= fault; }
    }

    // A descriptor that was closed before the start may by now be another file of the process, one that cannot be written.
    static bool IsOfStream(Exception fault) => fault is IOException or UnauthorizedAccessException or ObjectDisposedException;
}

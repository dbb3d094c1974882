namespace StockNow.Stages.Lake.Store.Remote;

/// <summary>
/// A remote object as a stream that can seek. A read after a seek fetches little, and each read that continues where the last one ended fetches twice as much:
/// a footer costs one request, and a whole file few.
/// </summary>
/// <param name="length">The object's length in bytes.</param>
/// <param name="fetch">Returns the bytes from an offset on, as many as asked.</param>
/// <param name="stop">Ends the fetches of calls that have no token of their own.</param>
sealed class RangedStream(long length, Func<long, int, CancellationToken, Task<byte[]>> fetch, CancellationToken stop) : Stream
{
    const int Least = 64 * 1024, Most = 8 * 1024 * 1024;

    byte[] _window = [];
    long _windowStart, _position;
    int _next = Least;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= length || buffer.Length == 0) return 0;
        if (_position < _windowStart || _position >= _windowStart + _window.Length) await MoveAsync(buffer.Length, cancellationToken);
        var from = (int)(_position - _windowStart);
        var count = Math.Min(buffer.Length, _window.Length - from);
        _window.AsSpan(from, count).CopyTo(buffer.Span);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // The Parquet library reads a few numbers of the footer without await.
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count), stop).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // A footer is read from the end: its last eight bytes, and then what is before them. So the first window at the end holds all of its last part.
    async Task MoveAsync(int wanted, CancellationToken stop)
    {
        var continues = _window.Length > 0 && _position == _windowStart + _window.Length;
        _next = continues ? Math.Min(2 * _next, Most) : Least;
        var size = (int)Math.Min(Math.Max(_next, Math.Min(wanted, Most)), length);
        var start = continues ? _position : Math.Min(_position, length - size);
        size = (int)Math.Min(size, length - start);
        _window = await fetch(start, size, stop);
        _windowStart = start;
    }
}

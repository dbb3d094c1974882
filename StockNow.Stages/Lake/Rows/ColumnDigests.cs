using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using StockNow.Contracts.Lake;

namespace StockNow.Stages.Lake.Rows;

/// <summary>
/// One digest for each column of a data file, over its values and not over their encoding: a reader that has decoded the file computes the same ones. Each
/// value becomes a word of 64 bits, and the digest is the XxHash3 of the words in the order of the rows, little endian. An integer, a time in milliseconds and
/// a truth value are their number, a floating-point number its bits, a text the XxHash3 of its UTF-16, and null is 0.
/// </summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class ColumnDigests
{
    /// <summary>The hexadecimal digits of one column.</summary>
    const int Digits = 16;

    /// <summary>The length of the text that holds the digests of all columns.</summary>
    public static readonly int TextLength = ReadingColumns.All.Count * Digits;

    const int AtOnce = RowChunk.Size;

    // A range may have a file for each of thousands of hours.
    static readonly ConcurrentBag<ColumnDigests> Free = [];

    readonly XxHash3[] _columns = [.. ReadingColumns.All.Select(_ => new XxHash3())];
    ulong[] _words = [];
    int[] _integers = [];
    bool[] _flags = [];
    string?[] _texts = [];

    /// <summary>The digests of some rows.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="selection">The numbers of those that the file holds.</param>
    /// <returns>The digests as one text, in the order of <see cref="ReadingColumns.All"/>.</returns>
    public static string Of(ReadingRows rows, ReadOnlySpan<int> selection)
    {
        var digests = Free.TryTake(out var free) ? free : new ColumnDigests();
        foreach (var column in digests._columns) column.Reset();
        for (; selection.Length > 0; selection = selection[Math.Min(AtOnce, selection.Length)..])
            digests.Add(rows, selection[..Math.Min(AtOnce, selection.Length)]);
        var text = digests.ToString();
        Array.Clear(digests._texts);
        Free.Add(digests);
        return text;
    }

    /// <summary>The columns that differ between two texts.</summary>
    public static IReadOnlyList<string> Differences(string one, string other) =>
        [.. ReadingColumns.All.Where((_, column) => !Part(one, column).SequenceEqual(Part(other, column)))];

    /// <summary>Adds the next values of a column.</summary>
    public void Add(int column, ReadOnlySpan<long> values) => _columns[column].Append(MemoryMarshal.AsBytes(values));

    /// <summary>Adds the next values of a column.</summary>
    public void Add(int column, ReadOnlySpan<double> values) => _columns[column].Append(MemoryMarshal.AsBytes(values));

    /// <summary>Adds the next values of a column.</summary>
    public void Add(int column, ReadOnlySpan<int> values)
    {
        var words = Words(values.Length);
        for (var row = 0; row < words.Length; row++) words[row] = (ulong)values[row];
        Append(column, words);
    }

    /// <summary>Adds the next values of a column.</summary>
    public void Add(int column, ReadOnlySpan<bool> values)
    {
        var words = Words(values.Length);
        for (var row = 0; row < words.Length; row++) words[row] = values[row] ? 1u : 0u;
        Append(column, words);
    }

    /// <summary>Adds the next values of a column; null is a value too.</summary>
    public void Add(int column, ReadOnlySpan<string?> values)
    {
        var words = Words(values.Length);
        for (var row = 0; row < words.Length; row++) words[row] = WordOf(values[row]);
        Append(column, words);
    }

    /// <summary>The digests as one text, in the order of <see cref="ReadingColumns.All"/>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(TextLength);
        foreach (var column in _columns) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{column.GetCurrentHashAsUInt64():x16}");
        return text.ToString();
    }

    void Add(ReadingRows rows, ReadOnlySpan<int> selection)
    {
        var count = selection.Length;
        if (_integers.Length < count)
        {
            var size = Math.Min(AtOnce, Math.Max(count, 2 * _integers.Length));
            (_integers, _flags, _texts) = (new int[size], new bool[size], new string?[size]);
        }
        var column = 0;
        Texts(selection, chunk => chunk.SensorId);
        Longs(selection, chunk => chunk.TimestampMs);
        Texts(selection, chunk => chunk.ProductId);
        Integers(selection, chunk => chunk.Quantity);
        Integers(selection, chunk => chunk.Threshold);
        Texts(selection, chunk => chunk.Store);
        Doubles(selection, chunk => chunk.Latitude);
        Doubles(selection, chunk => chunk.Longitude);
        rows.Copy(chunk => chunk.Alert, selection, _flags);
        Add(column++, _flags.AsSpan(0, count));
        Texts(selection, chunk => chunk.Extra);
        Same(WordOf(rows.Partition.Topic));
        Same((ulong)rows.Partition.Partition);
        Longs(selection, chunk => chunk.Offset);

        void Texts(ReadOnlySpan<int> selection, Func<RowChunk, string?[]> values)
        {
            rows.Copy(values, selection, _texts);
            Add(column++, _texts.AsSpan(0, count));
        }

        void Integers(ReadOnlySpan<int> selection, Func<RowChunk, int[]> values)
        {
            rows.Copy(values, selection, _integers);
            Add(column++, _integers.AsSpan(0, count));
        }

        void Longs(ReadOnlySpan<int> selection, Func<RowChunk, long[]> values)
        {
            rows.Copy(values, selection, MemoryMarshal.Cast<ulong, long>(Words(count)));
            Append(column++, Words(count));
        }

        void Doubles(ReadOnlySpan<int> selection, Func<RowChunk, double[]> values)
        {
            rows.Copy(values, selection, MemoryMarshal.Cast<ulong, double>(Words(count)));
            Append(column++, Words(count));
        }

        void Same(ulong word)
        {
            var words = Words(count);
            words.Fill(word);
            Append(column++, words);
        }
    }

    void Append(int column, ReadOnlySpan<ulong> words) => _columns[column].Append(MemoryMarshal.AsBytes(words));

    Span<ulong> Words(int count)
    {
        if (_words.Length < count) _words = new ulong[count];
        return _words.AsSpan(0, count);
    }

    static ulong WordOf(string? text) => text is null ? 0 : XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));

    static ReadOnlySpan<char> Part(string text, int column) => text.AsSpan(column * Digits, Digits);
}

using System.Security.Cryptography;
using System.Text;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Analysis.Cube;

/// <summary>
/// The segments of one lake on this machine, held by one process at a time. A kill at any moment leaves each segment complete or without effect.
/// </summary>
sealed class SegmentFolder : IDisposable
{
    const string Cells = ".parquet", Note = ".json", Unfinished = ".tmp";

    readonly string _path;
    readonly IDisposable? _claim;
    readonly bool _isTemporary;

    SegmentFolder(string path, IDisposable? claim, bool isTemporary) => (_path, _claim, _isTemporary) = (path, claim, isTemporary);

    /// <summary>The folder of a lake's segments in the data folder.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="lake">What the lake is called: another lake has other segments.</param>
    public static string PathIn(string dataFolder, string lake) => Path.GetFullPath(
        Path.Combine(dataFolder, "cube", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lake)))[..8]));

    /// <summary>Opens the folder as soon as no other process holds it.</summary>
    /// <exception cref="EventLogException">This user may not write there, or the disk is full.</exception>
    public static async Task<SegmentFolder> OpenAsync(string path, CancellationToken stop)
    {
        var claim = await Claim.TakeAsync(path, "cube", stop);
        return new SegmentFolder(path, claim, isTemporary: false);
    }

    /// <summary>Opens an empty folder that is removed at the end.</summary>
    public static SegmentFolder OpenTemporary() => new(Directory.CreateTempSubdirectory("stocknow-cube-").FullName, claim: null, isTemporary: true);

    /// <summary>The complete segments. Whatever else is there is removed.</summary>
    public List<Segment> Load()
    {
        var notes = Directory.GetFiles(_path, "*" + Note).Order(StringComparer.Ordinal)
            .Select(path => (Name: Path.GetFileNameWithoutExtension(path), Note: SegmentNote.Read(path))).ToList();
        var replaced = notes.Where(note => note.Note is not null).SelectMany(note => note.Note!.Replaces).ToHashSet(StringComparer.Ordinal);
        var segments = new List<Segment>();
        foreach (var (name, note) in notes)
        {
            var cells = new FileInfo(Place(name + Cells));
            if (note is not null && !replaced.Contains(name) && cells.Exists && cells.Length == note.Bytes)
                segments.Add(new Segment(cells.FullName, note.Bytes, note.FileSet()));
        }
        var whole = segments.Select(segment => Path.GetFileNameWithoutExtension(segment.Path)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(_path).Where(file => !whole.Contains(Path.GetFileNameWithoutExtension(file)))) File.Delete(file);
        return segments;
    }

    /// <summary>A path for cells that are to be written.</summary>
    public string NewPath() => Place($"{Guid.CreateVersion7():N}{Cells}");

    /// <summary>Makes cells count.</summary>
    /// <param name="path">The written cells.</param>
    /// <param name="files">The data files that they count.</param>
    /// <param name="replaced">The segments that no longer count.</param>
    public static Segment Add(string path, IReadOnlySet<UInt128> files, IReadOnlyList<Segment> replaced)
    {
        long bytes;
        using (var cells = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
        {
            cells.Flush(flushToDisk: true);
            bytes = cells.Length;
        }
        var note = new SegmentNote(bytes, [.. replaced.Select(segment => Path.GetFileNameWithoutExtension(segment.Path))], [.. files.Select(SegmentNote.Text)]);
        var place = Path.ChangeExtension(path, Note);
        note.Write(place + Unfinished);
        File.Move(place + Unfinished, place);
        foreach (var segment in replaced) Remove(segment);
        return new Segment(path, bytes, files);
    }

    /// <summary>Removes a segment.</summary>
    public static void Remove(Segment segment)
    {
        File.Delete(Path.ChangeExtension(segment.Path, Note));
        File.Delete(segment.Path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isTemporary) Directory.Delete(_path, recursive: true);
        _claim?.Dispose();
    }

    string Place(string name) => Path.Combine(_path, name);
}

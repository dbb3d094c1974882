using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StockNow.Stages.Analysis.Cube;

/// <summary>What lies beside a file of cells and makes it count: written last, so a segment without it is not complete.</summary>
/// <param name="Bytes">The length of the file of cells.</param>
/// <param name="Replaces">The segments whose cells it contains; they no longer count.</param>
/// <param name="Files">The data files, in hexadecimal digits.</param>
sealed record SegmentNote(long Bytes, IReadOnlyList<string> Replaces, IReadOnlyList<string> Files)
{
    /// <summary>Reads one.</summary>
    /// <returns>The note, or null when it is damaged.</returns>
    public static SegmentNote? Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, SegmentNoteJson.Default.SegmentNote);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it to the disk.</summary>
    public void Write(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        JsonSerializer.Serialize(file, this, SegmentNoteJson.Default.SegmentNote);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The text of a data file's name.</summary>
    public static string Text(UInt128 file) => file.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The data files as a set.</summary>
    public IReadOnlySet<UInt128> FileSet() => Files.Select(file => UInt128.Parse(file, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToHashSet();
}

[JsonSerializable(typeof(SegmentNote))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
sealed partial class SegmentNoteJson : JsonSerializerContext;

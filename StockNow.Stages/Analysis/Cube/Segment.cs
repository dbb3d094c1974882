using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Analysis.Cube;

/// <summary>A file of cells, and the data files whose readings it counts.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Files">The data files, as <see cref="IdOf"/> names them.</param>
sealed record Segment(string Path, long Bytes, IReadOnlySet<UInt128> Files)
{
    /// <summary>The name of a data file's content: its key alone could be of another lake.</summary>
    public static UInt128 IdOf(DataFile file)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Key}\n{file.Sha256}\n{file.Rows}"), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}

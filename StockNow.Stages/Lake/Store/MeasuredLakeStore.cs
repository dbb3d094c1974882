using System.Diagnostics.Metrics;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Lake.Store;

/// <summary>Counts the files that become visible in the lake, and their size.</summary>
/// <remarks>Goes around the store itself, below the retries, where a file is published once.</remarks>
public sealed class MeasuredLakeStore(ILakeStore inner) : ILakeStore
{
    static readonly Meter Meter = new(TelemetryNames.Source);
    static readonly Counter<long> Files = Meter.CreateCounter<long>(TelemetryNames.PublishedFiles, "{file}");
    static readonly Counter<long> Size = Meter.CreateCounter<long>(TelemetryNames.PublishedSize, "By");
    static readonly Histogram<long> FileSize = Meter.CreateHistogram(TelemetryNames.FileSize, "By", advice: new InstrumentAdvice<long>
    {
        HistogramBucketBoundaries = [10_000, 100_000, 1_000_000, 4_000_000, 16_000_000, 64_000_000, 256_000_000, 1_000_000_000],
    });

    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) => inner.CreateAsync(key, content, stop);

    /// <inheritdoc/>
    public Task<byte[]?> GetAsync(string key, CancellationToken stop) => inner.GetAsync(key, stop);

    /// <inheritdoc/>
    public Task<long?> LengthAsync(string key, CancellationToken stop) => inner.LengthAsync(key, stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListFromAsync(string folder, string after, CancellationToken stop) => inner.ListFromAsync(folder, after, stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAllAsync(string folder, CancellationToken stop) => inner.ListAllAsync(folder, stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListFoldersAsync(string folder, CancellationToken stop) => inner.ListFoldersAsync(folder, stop);

    /// <inheritdoc/>
    public async Task<Creation> PublishAsync(string stagedFile, string key, CancellationToken stop)
    {
        var length = Files.Enabled || Size.Enabled || FileSize.Enabled ? LengthOf(stagedFile) : 0; // the file may be gone afterwards
        var creation = await inner.PublishAsync(stagedFile, key, stop);
        if (creation == Creation.Created)
        {
            Files.Add(1);
            Size.Add(length);
            FileSize.Record(length);
        }
        return creation;
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string key, CancellationToken stop) => inner.OpenAsync(key, stop);

    /// <inheritdoc/>
    public string NewStagedFile() => inner.NewStagedFile();

    /// <inheritdoc/>
    public Task DiscardAsync(string key, CancellationToken stop) => inner.DiscardAsync(key, stop);

    /// <inheritdoc/>
    public Task RemoveAsync(string key, CancellationToken stop) => inner.RemoveAsync(key, stop);

    /// <inheritdoc/>
    public string LocationOf(string key) => inner.LocationOf(key);

    /// <inheritdoc/>
    public string? PathOf(string key) => inner.PathOf(key);

    static long LengthOf(string file) => new FileInfo(file) is { Exists: true } there ? there.Length : 0;
}

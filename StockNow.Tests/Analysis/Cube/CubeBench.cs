using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Stages.Analysis.Cube;
using StockNow.Stages.Engines;
using StockNow.Stages.Engines.DuckDb;
using StockNow.Stages.Lake.Cache;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Stages.Lake.Table;
using StockNow.Tests.Engines;
using StockNow.Tests.Support;

namespace StockNow.Tests.Analysis.Cube;

/// <summary>A lake of files that DuckDB wrote, and the cells that are kept of it.</summary>
sealed class CubeBench : IDisposable
{
    readonly TempFolder _data = new();
    readonly ParquetFiles _written = new();
    readonly LocalLakeStore _store;
    readonly CountingEngine _engine = new();

    public CubeBench() => _store = new LocalLakeStore(_data["lake"], TimeProvider.System);

    /// <summary>The published files.</summary>
    public List<DataFile> Files { get; } = [];

    /// <summary>How many files the engine has counted.</summary>
    public int Counted => _engine.Counted;

    /// <summary>Is called before the engine writes the cells of some files.</summary>
    public Action? Counting { set => _engine.Counting = value; }

    /// <summary>The folder of the segments.</summary>
    public string Folder => SegmentFolder.PathIn(_data.Path, _store.Description);

    /// <summary>Publishes one file.</summary>
    public void Publish(params ReadOnlySpan<ParquetFiles.Row> rows)
    {
        var key = $"stock-data/{Files.Count}-{Guid.NewGuid():N}.parquet";
        var path = _store.PathOf(key)!;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(_written.Write(rows), path);
        Files.Add(new DataFile(key, rows.Length));
    }

    /// <summary>The answers.</summary>
    public Task<Stages.Engines.Answers> AskAsync(Selection? selection = null, bool afresh = false) => AskAsync(new DuckDbEngine(new()), selection, afresh);

    async Task<Stages.Engines.Answers> AskAsync(DuckDbEngine reader, Selection? selection, bool afresh)
    {
        var folder = new Stages.Base.DataFolder(_data.Path);
        var cache = new LakeCache(_store, new LakeOptions(), folder, TimeProvider.System, NullLogger<LakeCache>.Instance);
        var cube = new CubeCounter(_engine, reader, _store, cache, folder, NullLogger<CubeCounter>.Instance);
        return await cube.ReadAsync(Files, afresh, segments => segments.Count == 0 ? Task.FromResult(Stages.Engines.Answers.None)
            : reader.AnswerAsync(segments, selection ?? new Selection("UTC"), CancellationToken.None), CancellationToken.None);
    }

    public void Dispose()
    {
        _written.Dispose();
        _data.Dispose();
    }

    sealed class CountingEngine : IAnalysisEngine
    {
        readonly DuckDbEngine _engine = new(new());

        public int Counted { get; private set; }

        public Action? Counting { get; set; }

        public string Description => _engine.Description;

        public bool ReadsRemoteFiles => false;

        public Task CountAsync(IReadOnlyList<string> files, string segment, CancellationToken stop)
        {
            Counting?.Invoke();
            Counted += files.Count;
            return _engine.CountAsync(files, segment, stop);
        }

        public Task PingAsync(CancellationToken stop) => _engine.PingAsync(stop);
    }
}

using System.Globalization;
using Microsoft.Spark.Sql;
using StockNow.Stages.Engines.Cells;

namespace StockNow.Stages.Engines.MicrosoftSpark;

/// <summary>Spark 3.5 counts the readings, through the bridge of Microsoft.Spark to a JVM that spark-submit has started.</summary>
sealed class MicrosoftSparkEngine(MicrosoftSparkOptions options) : IAnalysisEngine, IDisposable
{
    const string Schema = "timestamp TIMESTAMP, store STRING, product_id STRING, quantity INT, threshold INT, alert BOOLEAN";

    readonly BackendThread _thread = new();
    readonly Backend _backend = new(options);

    /// <inheritdoc/>
    public string Description => options.BackendPort is { } port ? string.Create(CultureInfo.InvariantCulture, $"Microsoft.Spark, backend at port {port}")
        : "Microsoft.Spark, started by spark-submit";

    /// <inheritdoc/>
    public bool ReadsRemoteFiles => true;

    /// <inheritdoc/>
    public async Task CountAsync(IReadOnlyList<string> files, string segment, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));
        stop.ThrowIfCancellationRequested();
        var job = new CancellableJob();
        var counting = AskAsync(session =>
        {
            job.Begin(session.SparkContext);
            session.Read().Schema(Schema).Parquet([.. files.Select(PlaceOf)]).CreateOrReplaceTempView("readings");
            return session.Sql(CellColumns.Query("unix_millis(timestamp)")).ToLocalIterator().ToList();
        }, files);
        await using var cancelling = stop.UnsafeRegister(_ => job.Cancel(counting), null);
        var rows = await counting.WaitAsync(stop);
        await using var cells = await CellFile.CreateAsync(segment, stop);
        foreach (var row in rows)
            await cells.AddAsync(Number(row, 0), (string)row.Get(1), (string)row.Get(2), Number(row, 3), Number(row, 4), Number(row, 5), Number(row, 6), stop);
        await cells.CompleteAsync(stop);
    }

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken stop) => AskAsync(session => session.Sql("SELECT 1").ToLocalIterator().Count(), []).WaitAsync(stop);

    /// <inheritdoc/>
    public void Dispose() => _thread.Dispose();

    // What fits into 32 bits comes as Int32, row by row.
    static long Number(Row row, int column) => Convert.ToInt64(row.Get(column), CultureInfo.InvariantCulture);

    static string PlaceOf(string file) => file.Contains("://", StringComparison.Ordinal) ? file : $"file://{file}";

    Task<T> AskAsync<T>(Func<SparkSession, T> ask, IReadOnlyList<string> files) => _thread.RunAsync(() =>
    {
        try
        {
            return ask(_backend.Session());
        }
        // The bridge throws plain exceptions, with Java's text inside.
        catch (Exception fault)
        {
            if (_backend.IsAlive()) throw new EngineException($"{Description} could not count the readings of {files.Count} files: {SentenceOf(fault)}", fault);
            _backend.Forget();
            throw new EngineException($"{Description} cannot be reached: {SentenceOf(fault)} Start the program with spark-submit, or start a backend and set "
                + "Analysis:MicrosoftSpark:BackendPort to its port; docs/answers.md has the commands.", fault);
        }
    });

    static string SentenceOf(Exception fault) => (fault.InnerException ?? fault).Message.Split('\n')[0].TrimEnd(' ', '\r', '.', ':') + ".";
}

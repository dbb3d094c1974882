using Apache.Arrow;
using Apache.Arrow.Ipc;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Engines.Spark.Wire;

namespace StockNow.Stages.Engines.Spark;

/// <summary>One session on a Spark Connect server. For one query at a time.</summary>
sealed class SparkSession : IAsyncDisposable
{
    const string Client = "stocknow";
    static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);

    readonly SparkCalls _calls;
    readonly UserContext _user;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly string _id = Guid.NewGuid().ToString();
    // Sent back with each call: without it a restarted server begins a new, empty session and says nothing.
    string _serverSession = "";
    string _version = "";
    long _reportedAt;

    SparkSession(SparkOptions options, TimeProvider time, ILogger logger)
    {
        (_calls, _time, _logger) = (new SparkCalls(options, time), time, logger);
        _user = new UserContext { UserId = options.User, UserName = options.User };
    }

    /// <summary>Connects. Spark creates the session at the first call.</summary>
    /// <exception cref="SparkException">The server is away, or refuses.</exception>
    public static async Task<SparkSession> OpenAsync(SparkOptions options, TimeProvider time, ILogger logger, CancellationToken stop)
    {
        var session = new SparkSession(options, time, logger);
        try
        {
            var request = new AnalyzePlanRequest { SessionId = session._id, UserContext = session._user, ClientType = Client, SparkVersion = new() };
            var call = session._calls.Service.AnalyzePlanAsync(request, session._calls.Headers, session._calls.Deadline, stop);
            var reply = await session.WaitAsync(call.ResponseAsync, stop);
            (session._serverSession, session._version) = (reply.ServerSideSessionId, reply.SparkVersion.Version);
            return session;
        }
        catch
        {
            session._calls.Dispose();
            throw;
        }
    }

    /// <summary>Sets properties of the session.</summary>
    /// <exception cref="SparkException">A value is refused, or the server is away.</exception>
    public async Task ConfigureAsync(IReadOnlyDictionary<string, string> properties, CancellationToken stop)
    {
        var set = new ConfigRequest.Types.Set();
        set.Pairs.AddRange(properties.Select(property => new KeyValue { Key = property.Key, Value = property.Value }));
        var request = new ConfigRequest
        {
            SessionId = _id, UserContext = _user, ClientType = Client, ClientObservedServerSideSessionId = _serverSession, Operation = new() { Set = set },
        };
        await WaitAsync(_calls.Service.ConfigAsync(request, _calls.Headers, _calls.Deadline, stop).ResponseAsync, stop);
    }

    /// <summary>Names Parquet files as a view of this session.</summary>
    /// <param name="name">The view.</param>
    /// <param name="schema">Its columns, in Spark's SQL.</param>
    /// <param name="files">The files, as Spark names them.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="SparkException">The server is away, or cannot see a file.</exception>
    public async Task CreateParquetViewAsync(string name, string schema, IEnumerable<string> files, CancellationToken stop)
    {
        var source = new Read.Types.DataSource { Format = "parquet", Schema = schema };
        source.Paths.AddRange(files);
        var view = new CreateDataFrameViewCommand { Name = name, Replace = true, Input = new Relation { Read = new Read { DataSource = source } } };
        await RunAsync(new Plan { Command = new Command { CreateDataframeView = view } }, _ => ValueTask.CompletedTask, stop);
    }

    /// <summary>Runs a query.</summary>
    /// <param name="sql">Its text.</param>
    /// <param name="take">Is given each batch of rows; it is valid only during the call.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="SparkException">The server is away, or the query failed.</exception>
    public Task QueryAsync(string sql, Func<RecordBatch, ValueTask> take, CancellationToken stop) =>
        RunAsync(new Plan { Root = new Relation { Sql = new SQL { Query = sql } } }, take, stop);

    /// <summary>Releases the session: what still runs in it ends.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            var request = new ReleaseSessionRequest { SessionId = _id, UserContext = _user, ClientType = Client };
            await _calls.Service.ReleaseSessionAsync(request, _calls.Headers, _calls.Deadline, CancellationToken.None);
        }
        catch (RpcException) { } // a server that is away has no session to release
        _calls.Dispose();
    }

    async Task RunAsync(Plan plan, Func<RecordBatch, ValueTask> take, CancellationToken stop)
    {
        var operation = Guid.NewGuid().ToString();
        var request = new ExecutePlanRequest
        {
            SessionId = _id, UserContext = _user, ClientType = Client, ClientObservedServerSideSessionId = _serverSession, OperationId = operation, Plan = plan,
        };
        using var call = _calls.Service.ExecutePlan(request, _calls.Headers, cancellationToken: stop);
        var isComplete = false;
        try
        {
            while (await WaitAsync(call.ResponseStream.MoveNext(stop), stop)) await TakeAsync(call.ResponseStream.Current, take);
            isComplete = true;
        }
        finally
        {
            // A query whose stream is dropped continues on the cluster, for minutes.
            if (!isComplete) await InterruptAsync(operation);
        }
    }

    async ValueTask TakeAsync(ExecutePlanResponse response, Func<RecordBatch, ValueTask> take)
    {
        if (response.ResponseTypeCase == ExecutePlanResponse.ResponseTypeOneofCase.ArrowBatch)
        {
            using var reader = new ArrowStreamReader(response.ArrowBatch.Data.Memory);
            while (reader.ReadNextRecordBatch() is { } batch)
                using (batch) await take(batch);
        }
        else if (response.ResponseTypeCase == ExecutePlanResponse.ResponseTypeOneofCase.ExecutionProgress) Report(response.ExecutionProgress);
    }

    void Report(ExecutionProgress progress)
    {
        if (_reportedAt != 0 && _time.GetElapsedTime(_reportedAt) < ProgressInterval) return;
        _reportedAt = _time.GetTimestamp();
        var stages = progress.Stages;
        _logger.SparkProgress(_version, stages.Sum(stage => stage.NumCompletedTasks), stages.Sum(stage => stage.NumTasks),
            stages.Sum(stage => stage.InputBytesRead) >> 20);
    }

    async Task InterruptAsync(string operation)
    {
        try
        {
            var request = new InterruptRequest
            {
                SessionId = _id, UserContext = _user, ClientType = Client, ClientObservedServerSideSessionId = _serverSession,
                InterruptType = InterruptRequest.Types.InterruptType.OperationId, OperationId = operation,
            };
            await _calls.Service.InterruptAsync(request, _calls.Headers, _calls.Deadline, CancellationToken.None);
        }
        catch (RpcException) { } // the server is away, and the query with it
    }

    Task<T> WaitAsync<T>(Task<T> call, CancellationToken stop) => SparkCalls.WaitAsync(call, async id =>
    {
        var request = new FetchErrorDetailsRequest
        {
            SessionId = _id, UserContext = _user, ClientType = Client, ClientObservedServerSideSessionId = _serverSession, ErrorId = id,
        };
        return await _calls.Service.FetchErrorDetailsAsync(request, _calls.Headers, _calls.Deadline, CancellationToken.None);
    }, stop);
}

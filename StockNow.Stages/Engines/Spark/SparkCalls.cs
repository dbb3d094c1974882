using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using StockNow.Stages.Engines.Spark.Wire;

namespace StockNow.Stages.Engines.Spark;

/// <summary>The connection to one server, and faults of its calls in Spark's words.</summary>
sealed class SparkCalls : IDisposable
{
    // As Spark's own clients: its batches are up to this large.
    const int MostBytes = 128 << 20;
    const string DetailsTrailer = "grpc-status-details-bin", ErrorInfoType = "/google.rpc.ErrorInfo";

    readonly GrpcChannel _channel;
    readonly TimeSpan _timeLimit;
    readonly TimeProvider _time;

    public SparkCalls(SparkOptions options, TimeProvider time)
    {
        (_timeLimit, _time) = (options.ConnectTimeout, time);
        _channel = GrpcChannel.ForAddress(options.Server(), new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = options.ConnectTimeout, UseProxy = false,
                KeepAlivePingDelay = TimeSpan.FromSeconds(10), KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            },
            DisposeHttpClient = true, MaxReceiveMessageSize = MostBytes, MaxSendMessageSize = MostBytes,
        });
        Service = new SparkConnectService.SparkConnectServiceClient(_channel);
        if (options.Token is { } token) Headers.Add("authorization", $"Bearer {token}");
    }

    public SparkConnectService.SparkConnectServiceClient Service { get; }

    public Metadata Headers { get; } = [];

    /// <summary>When a short call that begins now must have ended.</summary>
    public DateTime Deadline => _time.GetUtcNow().UtcDateTime + _timeLimit;

    /// <summary>Waits for a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="details">Asks for more about an error, by its id.</param>
    /// <param name="stop">Whether the call was ended on purpose.</param>
    /// <exception cref="SparkException">The server is away, or refuses.</exception>
    public static async Task<T> WaitAsync<T>(Task<T> call, Func<string, Task<FetchErrorDetailsResponse>> details, CancellationToken stop)
    {
        try
        {
            return await call;
        }
        catch (RpcException fault)
        {
            stop.ThrowIfCancellationRequested();
            throw await ExplainAsync(fault, details);
        }
    }

    public void Dispose() => _channel.Dispose();

    static async Task<SparkException> ExplainAsync(RpcException fault, Func<string, Task<FetchErrorDetailsResponse>> details)
    {
        var info = InfoOf(fault);
        var (message, errorClass) = (fault.Status.Detail, info?.Metadata.GetValueOrDefault("errorClass"));
        if (info?.Metadata.GetValueOrDefault("errorId") is { } id)
        {
            try
            {
                // The status holds 2,048 characters at most; the whole message and its causes are a call away.
                var reply = await details(id);
                if (reply.HasRootErrorIdx) message = MessageOf(reply);
            }
            catch (RpcException) { } // then the short message must do
        }
        return new SparkException(message, errorClass, fault.StatusCode, fault);
    }

    static RpcErrorInfo? InfoOf(RpcException fault)
    {
        if (fault.Trailers.GetValueBytes(DetailsTrailer) is not { } bytes) return null;
        try
        {
            return RpcStatus.Parser.ParseFrom(bytes).Details.Where(detail => detail.TypeUrl.EndsWith(ErrorInfoType, StringComparison.Ordinal))
                .Select(detail => RpcErrorInfo.Parser.ParseFrom(detail.Value)).FirstOrDefault();
        }
        catch (InvalidProtocolBufferException) { return null; }
    }

    static string MessageOf(FetchErrorDetailsResponse reply)
    {
        var error = reply.Errors[reply.RootErrorIdx];
        var message = error.Message;
        while (error.HasCauseIdx)
        {
            error = reply.Errors[error.CauseIdx];
            if (error.Message.Length > 0 && !message.Contains(error.Message, StringComparison.Ordinal)) message += $"\ncaused by: {error.Message}";
        }
        return message;
    }
}

using Grpc.Core;

namespace StockNow.Stages.Engines.Spark;

/// <summary>What a fault of Spark means for a person, and what to do.</summary>
/// <param name="options">The server.</param>
/// <param name="files">The files that it was to count.</param>
sealed class SparkFaults(SparkOptions options, IReadOnlyList<string> files)
{
    string Server => $"Spark at {options.Remote} (Analysis:Spark:Remote)";

    /// <summary>The fault with its place and the next step.</summary>
    public EngineException Explain(SparkException fault) => new(SentenceOf(fault), fault);

    string SentenceOf(SparkException fault) => fault switch
    {
        { Status: StatusCode.Unauthenticated or StatusCode.PermissionDenied } => options.Token is null
            ? $"{Server} asks for a token: set Analysis:Spark:Token."
            : $"{Server} does not accept the token in Analysis:Spark:Token.",
        { Status: StatusCode.Unavailable or StatusCode.DeadlineExceeded } =>
            $"{Server} cannot be reached, or went away while it counted: {fault.Sentence} Start it, or correct the address; the next run connects again.",
        { ErrorClass: "INVALID_HANDLE.SESSION_CHANGED" or "INVALID_HANDLE.SESSION_CLOSED" or "INVALID_HANDLE.SESSION_NOT_FOUND" } =>
            $"{Server} was restarted while it counted. The next run counts again.",
        _ when Named(fault) is { } file => $"{Server} cannot read the lake's file {file}: {fault.Sentence} Spark reads the lake itself: each of its "
            + "machines must reach this place with its own settings. If it does, 'lake verify --deep' says what is wrong with the file.",
        { ErrorClass: null, Status: StatusCode.Internal } when fault.InnerException?.InnerException is HttpRequestException or IOException =>
            $"{Server} does not speak Spark Connect there, or Analysis:Spark:Tls is wrong: {fault.Sentence}",
        _ => $"{Server} could not count the readings of {files.Count} files: {fault.Sentence}",
    };

    string? Named(SparkException fault) => files.FirstOrDefault(file => fault.Message.Contains(file, StringComparison.Ordinal));
}

using System.Text.Json;
using System.Text.Json.Serialization;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Lake.Intents;

/// <summary>Intents, geneses and checkpoints as JSON, readable by people.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Intent), TypeInfoPropertyName = "IntentInfo")]
[JsonSerializable(typeof(Genesis), TypeInfoPropertyName = "GenesisInfo")]
[JsonSerializable(typeof(Checkpoint), TypeInfoPropertyName = "CheckpointInfo")]
sealed partial class IntentJson : JsonSerializerContext
{
    public static byte[] Write(Intent intent) => JsonSerializer.SerializeToUtf8Bytes(intent, Default.IntentInfo);

    public static byte[] Write(Genesis genesis) => JsonSerializer.SerializeToUtf8Bytes(genesis, Default.GenesisInfo);

    public static byte[] Write(Checkpoint checkpoint) => JsonSerializer.SerializeToUtf8Bytes(checkpoint, Default.CheckpointInfo);

    /// <exception cref="UnrecoverableException">It is no intent, or one of a newer version.</exception>
    public static Intent ReadIntent(ReadOnlySpan<byte> json, string key)
    {
        var intent = Read(json, key, Default.IntentInfo);
        return intent.Version == Intent.CurrentVersion ? intent : throw new UnrecoverableException(
            $"The lake's '{key}' is of version {intent.Version}, and this program knows version {Intent.CurrentVersion}. Use the version that wrote it or a newer one.");
    }

    /// <exception cref="UnrecoverableException">It is no genesis.</exception>
    public static Genesis ReadGenesis(ReadOnlySpan<byte> json, string key) => Read(json, key, Default.GenesisInfo);

    /// <exception cref="UnrecoverableException">It is no checkpoint of that range, or one of a newer version. It is only a copy, so it may be removed.</exception>
    public static Checkpoint ReadCheckpoint(ReadOnlySpan<byte> json, string key, long start, long next)
    {
        try
        {
            var checkpoint = JsonSerializer.Deserialize(json, Default.CheckpointInfo);
            if (checkpoint is { Version: Checkpoint.CurrentVersion, Intents.Count: > 0 } && IsChain(checkpoint.Intents, start, next)) return checkpoint;
            throw new JsonException("it is no chain of intents over that range");
        }
        catch (JsonException fault)
        {
            throw new UnrecoverableException($"The lake's '{key}' is damaged: {fault.Message} It is only a copy of intents that are still there: remove it.", fault);
        }
    }

    static bool IsChain(IEnumerable<Intent> intents, long start, long next)
    {
        foreach (var intent in intents)
        {
            if (intent.Start != start) return false;
            start = intent.End + 1;
        }
        return start == next;
    }

    static T Read<T>(ReadOnlySpan<byte> json, string key, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("holds null");
        }
        catch (JsonException fault)
        {
            throw new UnrecoverableException($"The lake's '{key}' is damaged: {fault.Message} It says which offsets are stored; bring it back from a backup of the lake.", fault);
        }
    }
}

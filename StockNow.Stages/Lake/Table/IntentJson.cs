using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StockNow.Stages.Base;

namespace StockNow.Stages.Lake.Table;

/// <summary>The objects of the lake's log as JSON, readable by people. Whatever is read has kept to the <see cref="IntentRules"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Intent), TypeInfoPropertyName = "IntentInfo")]
[JsonSerializable(typeof(Genesis), TypeInfoPropertyName = "GenesisInfo")]
[JsonSerializable(typeof(Checkpoint), TypeInfoPropertyName = "CheckpointInfo")]
[JsonSerializable(typeof(Amendment), TypeInfoPropertyName = "AmendmentInfo")]
[JsonSerializable(typeof(RetentionMark), TypeInfoPropertyName = "RetentionMarkInfo")]
[JsonSerializable(typeof(AcceptedLoss), TypeInfoPropertyName = "AcceptedLossInfo")]
sealed partial class IntentJson : JsonSerializerContext
{
    const string SaysWhatIsStored = "It says which offsets are stored; bring it back from a backup of the lake.";
    const string IsOnlyACopy = "It is only a copy of intents that are still there: remove it.";

    public static byte[] Write(Intent intent) =>
        JsonSerializer.SerializeToUtf8Bytes(intent.Version == 1 ? intent : intent with { Checksum = IntentChecksum.Of(intent) }, Default.IntentInfo);

    public static byte[] Write(Genesis genesis) => JsonSerializer.SerializeToUtf8Bytes(genesis, Default.GenesisInfo);

    public static byte[] Write(Checkpoint checkpoint) => JsonSerializer.SerializeToUtf8Bytes(
        checkpoint with { Intents = [.. checkpoint.Intents.Select(intent => intent.Version == 1
        ? intent : intent with { Checksum = IntentChecksum.Of(intent) })] }, Default.CheckpointInfo);

    public static byte[] Write(Amendment amendment) => JsonSerializer.SerializeToUtf8Bytes(amendment, Default.AmendmentInfo);

    public static byte[] Write(RetentionMark mark) => JsonSerializer.SerializeToUtf8Bytes(mark, Default.RetentionMarkInfo);

    public static byte[] Write(AcceptedLoss loss) => JsonSerializer.SerializeToUtf8Bytes(loss, Default.AcceptedLossInfo);

    /// <exception cref="UnrecoverableException">It is not that chain's intent of that offset, or one of a newer version.</exception>
    public static Intent ReadIntent(ReadOnlySpan<byte> json, string key, ChainId chain, long start)
    {
        var intent = Read(json, key, Default.IntentInfo, SaysWhatIsStored);
        if (intent.Version > Intent.CurrentVersion) throw TooNew(key, intent.Version, Intent.CurrentVersion);
        var fault = intent.Version < 1 ? $"'version' is {intent.Version}" : IntentRules.FaultOf(intent, chain, start);
        return fault is null ? intent : throw Damaged(key, fault + ".", SaysWhatIsStored);
    }

    /// <exception cref="UnrecoverableException">It is no genesis.</exception>
    public static Genesis ReadGenesis(ReadOnlySpan<byte> json, string key)
    {
        var genesis = Read(json, key, Default.GenesisInfo, SaysWhatIsStored);
        return IntentRules.FaultOf(genesis) is { } fault ? throw Damaged(key, fault + ".", SaysWhatIsStored) : genesis;
    }

    /// <exception cref="UnrecoverableException">It is no checkpoint of that range of that chain, or one of a newer version.</exception>
    public static Checkpoint ReadCheckpoint(ReadOnlySpan<byte> json, string key, ChainId chain, long start, long next)
    {
        var checkpoint = Read(json, key, Default.CheckpointInfo, IsOnlyACopy);
        var fault = checkpoint.Version is not Checkpoint.CurrentVersion
            ? $"'version' is {checkpoint.Version}" : FaultOf(checkpoint.Intents, chain, start, next);
        return fault is null ? checkpoint : throw Damaged(key, fault + ".", IsOnlyACopy);
    }

    /// <exception cref="UnrecoverableException">It is no amendment.</exception>
    public static Amendment ReadAmendment(ReadOnlySpan<byte> json, string key)
    {
        const string Advice = "It says what files are like that were written a second time; bring it back from a backup of the lake.";
        var amendment = Read(json, key, Default.AmendmentInfo, Advice);
        if (amendment.Version > Amendment.CurrentVersion) throw TooNew(key, amendment.Version, Amendment.CurrentVersion);
        var fault = amendment.Version < 1 ? $"'version' is {amendment.Version}" : IntentRules.FaultOf(amendment.Files, Amendment.FilesVersion);
        return fault is null ? amendment : throw Damaged(key, fault + ".", Advice);
    }

    /// <exception cref="UnrecoverableException">It is no mark of a retention, or one of a newer version.</exception>
    public static RetentionMark ReadRetentionMark(ReadOnlySpan<byte> json, string key)
    {
        const string Advice = "It says which files were dropped on purpose; bring it back from a backup of the lake.";
        var mark = Read(json, key, Default.RetentionMarkInfo, Advice);
        if (mark.Version > RetentionMark.CurrentVersion) throw TooNew(key, mark.Version, RetentionMark.CurrentVersion);
        return mark.Version < 1 ? throw Damaged(key, $"'version' is {mark.Version}.", Advice)
            : mark.Chains is null || mark.Chains.Any(chain => chain is null || chain.Cluster is null || chain.Topic is null)
            ? throw Damaged(key, "'chains' lacks a value.", Advice) : mark;
    }

    /// <exception cref="UnrecoverableException">It is no accepted loss, or one of a newer version.</exception>
    public static AcceptedLoss ReadAcceptedLoss(ReadOnlySpan<byte> json, string key)
    {
        const string Advice = "It says which files are lost; bring it back from a backup of the lake, or remove it and accept the loss again.";
        var loss = Read(json, key, Default.AcceptedLossInfo, Advice);
        if (loss.Version > AcceptedLoss.CurrentVersion) throw TooNew(key, loss.Version, AcceptedLoss.CurrentVersion);
        return loss.Version < 1 ? throw Damaged(key, $"'version' is {loss.Version}.", Advice)
            : loss.Cluster is null || loss.Topic is null || loss.Reason is null || loss.Files is null || loss.Files.Any(file => file is null)
            ? throw Damaged(key, "it lacks a value.", Advice) : loss;
    }

    static string? FaultOf(IReadOnlyList<Intent?>? intents, ChainId chain, long start, long next)
    {
        if (intents is null or []) return "it holds no intents";
        foreach (var intent in intents)
        {
            if (intent is null) return "'intents' holds null";
            if ((intent.Version is < 1 or > Intent.CurrentVersion ? $"'version' is {intent.Version}" : IntentRules.FaultOf(intent, chain, start)) is { } fault)
                return $"in its copy of the intent of offset {start}, {fault}";
            start = intent.End + 1;
        }
        return start == next ? null : $"its intents end before offset {start}, and the name says {next}";
    }

    static T Read<T>(ReadOnlySpan<byte> json, string key, JsonTypeInfo<T> type, string advice) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("It holds null.");
        }
        catch (JsonException fault)
        {
            throw Damaged(key, json.IsEmpty ? "it is empty, or no file." : WordsOf(fault), advice, fault);
        }
    }

    // The library names the program's types, which say nothing to a person.
    static string WordsOf(JsonException fault) =>
        fault.Message.Split("required properties including: ") is [_, var missing] ? $"it lacks {missing.TrimEnd('.')}."
        : fault.Path is { Length: > 1 } path ? $"'{path[2..]}' cannot be read (line {fault.LineNumber + 1})."
        : fault.LineNumber is { } line ? $"it is no JSON that can be read (line {line + 1})."
        : fault.Message;

    static UnrecoverableException Damaged(string key, string fault, string advice, Exception? cause = null) =>
        new($"The lake's '{key}' is damaged: {fault} {advice}", cause);

    static UnrecoverableException TooNew(string key, int version, int known) => new(
        $"The lake's '{key}' is of version {version}, and this program knows versions up to {known}. Use the version that wrote it or a newer one.");
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using StockNow.Contracts.Events;
using StockNow.Host.Display;

namespace StockNow.Host.Reports;

/// <summary>Reports as JSON, one object a line, with the members that they have in their topic.</summary>
internal sealed class ReportJson : IReportOutput
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = ScreenJsonEncoder.Instance, Converters = { new UtcTime() },
    };

    public void Begin(TextWriter to)
    {
    }

    public void Write(MissingProductReport report, TextWriter to) => to.WriteLine(JsonSerializer.Serialize(report, Options));

    sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture));
    }
}

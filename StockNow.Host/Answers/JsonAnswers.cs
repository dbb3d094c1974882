using System.Text;
using System.Text.Json;
using StockNow.Contracts.Events;
using StockNow.Stages.Engines;

namespace StockNow.Host.Answers;

/// <summary>Answers and totals as one JSON object. Other programs read it: members are added, never renamed.</summary>
static class JsonAnswers
{
    static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = PlainJsonEncoder.Instance };

    /// <summary>The object, with a line end after it. Parts that are null are left out.</summary>
    public static string Render(Stages.Engines.Answers? answers, string timeZone, RunTotals? totals, string? empty = null)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            if (answers is not null) WriteAnswers(json, answers, timeZone, empty ?? NoData.Text());
            if (totals is not null) WriteTotals(json, totals);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) + "\n";
    }

    static void WriteAnswers(Utf8JsonWriter json, Stages.Engines.Answers answers, string timeZone, string empty)
    {
        json.WriteString("time_zone", timeZone);
        if (answers.Readings == 0) json.WriteString("note", empty);
        json.WriteNumber("readings", answers.Readings);
        json.WriteNumber("alerts", answers.Alerts);
        WriteByDayType(json, "alerts_by_day_type", answers, day => day.Alerts);
        WriteByDayType(json, "days_by_day_type", answers, day => day.Days);
        WriteByDayType(json, "alerts_per_day_by_day_type", answers, day => day.PerDay);
        WriteList(json, "top_products_by_alerts", answers.TopProducts, product =>
        {
            json.WriteString("product_id", product.ProductId);
            json.WriteNumber("alerts", product.Alerts);
        });
        WriteList(json, "top_hours_by_alerts", answers.TopHours, hour =>
        {
            json.WriteNumber("hour", hour.Hour);
            json.WriteNumber("alerts", hour.Alerts);
        });
        WriteList(json, "average_stock_by_product", answers.StockByProduct, product =>
        {
            json.WriteString("product_id", product.ProductId);
            json.WriteNumber("average_quantity", product.AverageQuantity);
            json.WriteNumber("average_threshold", product.AverageThreshold);
            json.WriteNumber("readings", product.Readings);
        });
        WriteList(json, "average_stock_by_hour", answers.StockByHour, hour =>
        {
            json.WriteNumber("hour", hour.Hour);
            json.WriteNumber("average_quantity", hour.AverageQuantity);
            json.WriteNumber("distinct_products", hour.DistinctProducts);
        });
    }

    static void WriteTotals(Utf8JsonWriter json, RunTotals totals)
    {
        Write("totals", line => line.InAll);
        Write("totals_of_this_run", line => line.ThisRun);

        void Write(string member, Func<RecordCount, long> count)
        {
            json.WriteStartObject(member);
            foreach (var line in totals.Lines) json.WriteNumber(line.Name, count(line));
            json.WriteEndObject();
        }
    }

    static void WriteByDayType(Utf8JsonWriter json, string name, Stages.Engines.Answers answers, Func<DayTypeAlerts, decimal> number)
    {
        json.WriteStartObject(name);
        json.WriteNumber("weekend", number(answers.Weekend));
        json.WriteNumber("weekday", number(answers.Weekday));
        json.WriteEndObject();
    }

    static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> writeMembers)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeMembers(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using StockNow.Contracts.Events;
using StockNow.Stages.Analysis;
using StockNow.Stages.Engines;

namespace StockNow.Host.Answers;

/// <summary>Answers and totals as one JSON object. Other programs read it: members are added, never renamed.</summary>
static class JsonAnswers
{
    static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = PlainJsonEncoder.Instance };

    /// <summary>The object, with a line end after it.</summary>
    public static string Render(AnswersDocument document)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            if (document.Answers is { } at) WriteAnswers(json, document, at);
            if (document.Totals is not null) WriteTotals(json, document.Totals);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) + "\n";
    }

    static void WriteAnswers(Utf8JsonWriter json, AnswersDocument document, AnswersAt at)
    {
        json.WriteString("time_zone", document.Selection.TimeZone);
        if (document.Selection.From is { } from) json.WriteString("from", from.ToString("O", CultureInfo.InvariantCulture));
        if (document.Selection.To is { } to) json.WriteString("to", to.ToString("O", CultureInfo.InvariantCulture));
        if (document.Selection.Store is { } store) json.WriteString("store", store);
        if (document.Selection.Product is { } product) json.WriteString("product", product);
        json.WriteString("as_of", at.AsOf.UtcDateTime);
        json.WriteStartObject("event_log_ends");
        foreach (var (partition, end) in at.Ends.OrderBy(end => end.Key.Partition)) json.WriteNumber(partition.ToString(), end);
        json.WriteEndObject();
        if (at.Answers.Readings == 0) json.WriteString("note", document.Empty);
        WriteAnswers(json, at.Answers);
        json.WriteStartObject("stores");
        foreach (var one in at.Answers.Stores)
        {
            json.WriteStartObject(one.Store);
            WriteAnswers(json, one.Answers);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static void WriteAnswers(Utf8JsonWriter json, Stages.Engines.Answers answers)
    {
        json.WriteNumber("readings", answers.Readings);
        json.WriteNumber("alerts", answers.Alerts);
        json.WriteNumber("open_days", answers.OpenDays);
        WriteByDayType(json, "alerts_by_day_type", answers, day => day.Alerts);
        WriteByDayType(json, "days_by_day_type", answers, day => day.Days);
        WriteByDayType(json, "alerts_per_day_by_day_type", answers, day => day.PerDay);
        WriteByDayType(json, "readings_by_day_type", answers, day => day.Readings);
        WriteByDayType(json, "alerts_per_reading_by_day_type", answers, day => day.PerReading);
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
        WriteList(json, "top_products_compared", answers.TopProducts, product =>
        {
            json.WriteString("product_id", product.ProductId);
            WriteCompared(json, product);
        });
        WriteList(json, "top_hours_compared", answers.TopHours, hour =>
        {
            json.WriteNumber("hour", hour.Hour);
            WriteCompared(json, hour);
        });
        WriteList(json, "average_stock_by_hour_compared", answers.StockByHour, hour =>
        {
            json.WriteNumber("hour", hour.Hour);
            json.WriteNumber("average_threshold", hour.AverageThreshold);
            json.WriteNumber("readings", hour.Readings);
        });
    }

    static void WriteCompared(Utf8JsonWriter json, FairAlerts alerts)
    {
        json.WriteNumber("open_days", alerts.Days);
        json.WriteNumber("alerts_per_open_day", alerts.PerDay);
        json.WriteNumber("readings", alerts.Readings);
        json.WriteNumber("alerts_per_reading", alerts.PerReading);
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

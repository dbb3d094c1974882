using System.Text.Json;
using CsCheck;
using StockNow.Host.Answers;
using StockNow.Stages.Engines;

namespace StockNow.Tests.Answers;

[TestFixture]
sealed class JsonAnswersTests
{
    [Test]
    public void Answers_and_totals_are_one_object() => JsonAnswers.Render(SampleAnswers.Some, "Europe/Paris", SampleAnswers.Totals).Should().Be(
        """
        {
          "time_zone": "Europe/Paris",
          "readings": 12345,
          "alerts": 1234,
          "alerts_by_day_type": {
            "weekend": 234,
            "weekday": 1000
          },
          "days_by_day_type": {
            "weekend": 2,
            "weekday": 5
          },
          "alerts_per_day_by_day_type": {
            "weekend": 117,
            "weekday": 200
          },
          "top_products_by_alerts": [
            {
              "product_id": "crème solaire",
              "alerts": 900
            },
            {
              "product_id": "皮靴",
              "alerts": 300
            },
            {
              "product_id": "say \"hi\", 🎿",
              "alerts": 34
            }
          ],
          "top_hours_by_alerts": [
            {
              "hour": 15,
              "alerts": 1200
            },
            {
              "hour": 9,
              "alerts": 34
            }
          ],
          "average_stock_by_product": [
            {
              "product_id": "crème solaire",
              "average_quantity": 3.333333,
              "average_threshold": 4,
              "readings": 8000
            },
            {
              "product_id": "say \"hi\", 🎿",
              "average_quantity": 10.5,
              "average_threshold": 2.25,
              "readings": 1
            },
            {
              "product_id": "皮靴",
              "average_quantity": 0,
              "average_threshold": 3,
              "readings": 4344
            }
          ],
          "average_stock_by_hour": [
            {
              "hour": 9,
              "average_quantity": 2.5,
              "distinct_products": 1
            },
            {
              "hour": 15,
              "average_quantity": 20,
              "distinct_products": 3
            }
          ],
          "totals": {
            "readings": 12345,
            "alerts": 1234,
            "reports": 1234,
            "rows_stored": 12340,
            "dead_letters": 5
          },
          "totals_of_this_run": {
            "readings": 345,
            "alerts": 34,
            "reports": 34,
            "rows_stored": 340,
            "dead_letters": 1
          }
        }

        """);

    [Test]
    public void A_run_without_answers_has_totals_only() =>
        JsonAnswers.Render(null, "UTC", SampleAnswers.Totals).Should().StartWith("{\n  \"totals\": {").And.NotContain("time_zone");

    [Test]
    public void An_empty_lake_has_all_members_and_a_note()
    {
        using var json = JsonDocument.Parse(JsonAnswers.Render(Stages.Engines.Answers.None, "UTC", null));

        json.RootElement.GetProperty("note").GetString().Should().StartWith("No data yet");
        json.RootElement.GetProperty("readings").GetInt64().Should().Be(0);
        json.RootElement.GetProperty("average_stock_by_product").GetArrayLength().Should().Be(0);
        json.RootElement.TryGetProperty("totals", out _).Should().BeFalse();
    }

    [Test]
    public void Any_average_reads_back_as_the_same_double_with_at_most_six_decimals() =>
        Gen.Select(Gen.Long[0, 1L << 40], Gen.Long[1, 1L << 20]).Sample((sum, count) =>
        {
            var average = Average.Of(sum, count);
            var answers = Stages.Engines.Answers.None with { StockByHour = [new HourStock(0, average, 1)] };
            using var json = JsonDocument.Parse(JsonAnswers.Render(answers, "UTC", null));
            var number = json.RootElement.GetProperty("average_stock_by_hour")[0].GetProperty("average_quantity");
            return number.GetDouble() == (double)average && number.GetDecimal().Scale <= 6;
        });

    [Test]
    public void Any_name_reads_back_as_it_was() =>
        Gen.String.Where(name => name.EnumerateRunes().All(rune => rune.Value != 0xFFFD)).Sample(name =>
        {
            var answers = Stages.Engines.Answers.None with { TopProducts = [new ProductAlerts(name, 1)] };
            using var json = JsonDocument.Parse(JsonAnswers.Render(answers, "UTC", null));
            return json.RootElement.GetProperty("top_products_by_alerts")[0].GetProperty("product_id").GetString() == name;
        });
}

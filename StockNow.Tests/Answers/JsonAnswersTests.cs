using System.Text.Json;
using CsCheck;
using StockNow.Host.Answers;
using StockNow.Stages.Engines;

namespace StockNow.Tests.Answers;

[TestFixture]
sealed class JsonAnswersTests
{
    [Test]
    public void Answers_and_totals_are_one_object() => JsonAnswers.Render(Documents.Of(SampleAnswers.Some, SampleAnswers.Totals, "Europe/Paris")).Should().Be(
        """
        {
          "time_zone": "Europe/Paris",
          "as_of": "2025-07-09T12:00:00Z",
          "event_log_ends": {},
          "readings": 12345,
          "alerts": 1234,
          "open_days": 7,
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
          "readings_by_day_type": {
            "weekend": 2345,
            "weekday": 10000
          },
          "alerts_per_reading_by_day_type": {
            "weekend": 0.099787,
            "weekday": 0.1
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
          "top_products_compared": [
            {
              "product_id": "crème solaire",
              "open_days": 7,
              "alerts_per_open_day": 128.571429,
              "readings": 8000,
              "alerts_per_reading": 0.1125
            },
            {
              "product_id": "皮靴",
              "open_days": 6,
              "alerts_per_open_day": 50,
              "readings": 4344,
              "alerts_per_reading": 0.069061
            },
            {
              "product_id": "say \"hi\", 🎿",
              "open_days": 1,
              "alerts_per_open_day": 34,
              "readings": 40,
              "alerts_per_reading": 0.85
            }
          ],
          "top_hours_compared": [
            {
              "hour": 15,
              "open_days": 7,
              "alerts_per_open_day": 171.428571,
              "readings": 8000,
              "alerts_per_reading": 0.15
            },
            {
              "hour": 9,
              "open_days": 2,
              "alerts_per_open_day": 17,
              "readings": 100,
              "alerts_per_reading": 0.34
            }
          ],
          "average_stock_by_hour_compared": [
            {
              "hour": 9,
              "average_threshold": 5,
              "readings": 100
            },
            {
              "hour": 15,
              "average_threshold": 4,
              "readings": 8000
            }
          ],
          "stores": {},
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
    public void Each_store_has_the_same_members()
    {
        using var json = JsonDocument.Parse(JsonAnswers.Render(Documents.Of(SampleAnswers.OfTwoStores)));

        var stores = json.RootElement.GetProperty("stores");
        stores.EnumerateObject().Select(store => store.Name).Should().Equal("lyon-1", "=paris");
        stores.GetProperty("=paris").GetProperty("alerts").GetInt64().Should().Be(12);
        stores.GetProperty("lyon-1").GetProperty("top_products_by_alerts").GetArrayLength().Should().Be(3);
    }

    [Test]
    public void The_selection_is_named()
    {
        var part = new Selection("UTC", new DateOnly(2025, 7, 1), new DateOnly(2025, 7, 9), "lyon-1", "ski");

        var text = JsonAnswers.Render(Documents.Of(SampleAnswers.Some) with { Selection = part });

        text.Should().Contain("\"from\": \"2025-07-01\",\n  \"to\": \"2025-07-09\",\n  \"store\": \"lyon-1\",\n  \"product\": \"ski\",");
    }

    [Test]
    public void A_run_without_answers_has_totals_only() =>
        JsonAnswers.Render(Documents.Of(null, SampleAnswers.Totals)).Should().StartWith("{\n  \"totals\": {").And.NotContain("time_zone");

    [Test]
    public void An_empty_lake_has_all_members_and_a_note()
    {
        using var json = JsonDocument.Parse(JsonAnswers.Render(Documents.Of(Stages.Engines.Answers.None)));

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
            var answers = Stages.Engines.Answers.None with { StockByHour = [new HourStock(0, average, 1, 1, 1)] };
            using var json = JsonDocument.Parse(JsonAnswers.Render(Documents.Of(answers)));
            var number = json.RootElement.GetProperty("average_stock_by_hour")[0].GetProperty("average_quantity");
            return number.GetDouble() == (double)average && number.GetDecimal().Scale <= 6;
        });

    [Test]
    public void Any_name_reads_back_as_it_was() =>
        Gen.String.Where(name => name.EnumerateRunes().All(rune => rune.Value != 0xFFFD)).Sample(name =>
        {
            var answers = Stages.Engines.Answers.None with { TopProducts = [new ProductAlerts(name, 1, 1, 1)] };
            using var json = JsonDocument.Parse(JsonAnswers.Render(Documents.Of(answers)));
            return json.RootElement.GetProperty("top_products_by_alerts")[0].GetProperty("product_id").GetString() == name;
        });
}

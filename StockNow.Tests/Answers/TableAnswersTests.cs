using StockNow.Host.Answers;
using StockNow.Stages.Engines;

namespace StockNow.Tests.Answers;

[TestFixture]
sealed class TableAnswersTests
{
    [Test]
    public void Questions_are_headings_a_manager_understands() => Render(SampleAnswers.Some, SampleAnswers.Totals).Should().Be(
        """
        There are 12,345 readings of 7 days; 1,234 of them are alerts. Time zone: UTC.
        Published readings up to 2025-07-09 12:00:00 UTC.

        Do products run short more at the weekend or on weekdays?
                                          alerts a day  alerts  days  of readings
          weekdays  ████████████████████         200.0   1,000     5       10.0 %
          weekend   ███████████▊                 117.0     234     2       10.0 %
        More on weekdays: 1.7 times as many alerts a day.

        Which products run short most often?
          product                              alerts  a day  of readings
          crème solaire  ████████████████████     900  128.6       11.3 %
          皮靴           ██████▋                  300   50.0        6.9 %
          say "hi", 🎿   ▊                         34   34.0       85.0 %
        crème solaire ran short most often: 900 alerts on 7 days.

        At which hours do products run short most often?
          hour                               alerts  a day  of readings
          15:00-16:00  ████████████████████   1,200  171.4       15.0 %
          09:00-10:00  ▋                         34   17.0       34.0 %
        15:00-16:00 has most: 1,200 alerts. By their share of the readings it is
        09:00-10:00, with 34 %.

        How much of each product is on the shelf, on average?
          product                    stock  threshold  of threshold
          皮靴                         0.0        3.0           0 %
          crème solaire  █▊            3.3        4.0          83 %
          say "hi", 🎿   ██████████   10.5        2.3         467 %
        皮靴 is lowest: on average 0.0 on the shelf, 0 % of its threshold.

        How does the stock change over the day?
          hour                               of threshold  stock  products seen
          09:00-10:00  ██                            50 %    2.5              1
          15:00-16:00  ████████████████████         500 %   20.0              3
        09:00-10:00 is lowest: the stock is 50 % of the thresholds. The hours saw
        different products, so compare the percentages, not the averages.

        What was handled
                        in all  this run
          readings      12,345       345
          alerts         1,234        34
          reports        1,234        34
          rows stored   12,340       340
          dead letters       5         1

        """);

    [Test]
    public void Of_many_products_the_first_fifteen_are_shown_and_how_to_get_all()
    {
        var products = Enumerable.Range(1, 2_917).Select(number => new ProductStock($"product {number:D4}", number, 2, 1)).ToList();

        var text = Render(SampleAnswers.Some with { StockByProduct = products });

        text.Should().Contain("product 0015").And.NotContain("product 0016")
            .And.Contain("and 2,902 more products with more stock. All of them: --output=csv or\n--output=json.");
    }

    [Test]
    public void Several_stores_are_compared() => Render(SampleAnswers.OfTwoStores).Should().EndWith("""

        How do the stores compare?
          store   alerts a day  more on   short most often  at     lowest stock
          lyon-1         176.3  weekdays  crème solaire     15:00  皮靴
          =paris           1.7  weekdays  -                 -      皮靴
        All answers of one store: --store=<name>.

        """);

    [Test]
    public void An_empty_lake_is_said_kindly() => Render(Stages.Engines.Answers.None).Should().Be(
        "No data yet: the lake holds no readings. Let the pipeline run with --stages=all,\n" +
        "or replay a file with --Simulator:Replay:File=<file>, and ask again.\n");

    [Test]
    public void No_line_is_wider_than_asked()
    {
        var wide = new ProductStock(new string('皮', 300), 1_234_567.8m, 1_000_000m, 1_234_567);

        var text = Render(SampleAnswers.Some with { StockByProduct = [wide] });

        text.Split('\n').Should().OnlyContain(line => line.Sum(character => character >= 0x2E80 ? 2 : 1) <= 80).And.Contain(line => line.Contains('…'));
    }

    [Test]
    public void Colour_codes_are_written_only_where_they_are_shown()
    {
        TableAnswers.Render(Documents.Of(SampleAnswers.Some), 80, colours: true).Should().Contain("\u001b[");
        Render(SampleAnswers.Some).Should().NotContain("\u001b");
    }

    [Test]
    public void A_name_cannot_steer_the_terminal() =>
        Render(SampleAnswers.Some with { TopProducts = [new ProductAlerts("\u001b[2Jski\u009b1m[red]", 1, 1, 1)] })
            .Should().Contain("\uFFFD[2Jski\uFFFD1m[red]");

    [TestCase(0, 0, 7, 5, "There are no readings of a weekend yet.")]
    [TestCase(7, 2, 0, 0, "There are no readings of a weekday yet.")]
    [TestCase(2, 2, 5, 5, "As much on one as on the other.")]
    [TestCase(0, 2, 5, 5, "On weekdays only.")]
    [TestCase(2, 2, 0, 5, "At the weekend only.")]
    [TestCase(6, 2, 10, 5, "More at the weekend: 1.5 times as many alerts a day.")]
    [TestCase(2, 2, 20, 5, "More on weekdays: 4.0 times as many alerts a day.")]
    public void Two_days_against_five_is_compared_by_the_day(long weekend, long weekendDays, long weekday, long weekdays, string verdict) =>
        Sentences.Answer(new DayTypeAlerts(weekend, weekendDays, 100), new DayTypeAlerts(weekday, weekdays, 100)).Should().Be(verdict);

    static string Render(Stages.Engines.Answers answers, RunTotals? totals = null) => TableAnswers.Render(Documents.Of(answers, totals), 80, colours: false);
}

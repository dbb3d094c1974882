using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using StockNow.Host.Answers;
using StockNow.Stages.Engines;

namespace StockNow.Tests.Answers;

[TestFixture]
sealed partial class HtmlAnswersTests
{
    [Test]
    public void Each_question_is_a_section_with_its_answer_in_a_sentence()
    {
        var page = Read(HtmlAnswers.Render(Documents.Of(SampleAnswers.OfTwoStores, SampleAnswers.Totals)));

        page.Descendants("section").Select(section => (section.Element("h2")!.Value, section.Element("p")!.Value)).Should().Equal(
            (Sentences.DayTypes, "More on weekdays: 1.7 times as many alerts a day."),
            (Sentences.TopProducts, "crème solaire ran short most often: 900 alerts on 7 days."),
            (Sentences.TopHours, "15:00-16:00 has most: 1,200 alerts. By their share of the readings it is 09:00-10:00, with 34 %."),
            (Sentences.StockByProduct, "皮靴 is lowest: on average 0.0 on the shelf, 0 % of its threshold."),
            (Sentences.StockByHour, "09:00-10:00 is lowest: the stock is 50 % of the thresholds. The hours saw different products, so compare the "
            + "percentages, not the averages."),
            ("How do the stores compare?", "lyon-1 has most alerts for its open days: 176.3 a day."),
            ("What was handled", "Records since the event log was created, and of this run."));
        page.Descendants("rect").Should().HaveCount(2, "two hours have readings");
    }

    [Test]
    public void It_needs_nothing_from_elsewhere() =>
        HtmlAnswers.Render(Documents.Of(SampleAnswers.OfTwoStores)).Should().NotContain("http").And.NotContain("<script").And.NotContain("url(");

    [Test]
    public void No_name_is_markup() => Gen.String.Sample(name =>
    {
        var answers = SampleAnswers.Some with
        {
            TopProducts = [new ProductAlerts(name, 1, 1, 1)], StockByProduct = [new ProductStock(name, 1, 1, 1)],
            Stores = [new StoreAnswers(name, SampleAnswers.Some), new StoreAnswers("<script>alert(1)</script>", SampleAnswers.Some)],
        };
        return Read(HtmlAnswers.Render(Documents.Of(answers))).Descendants().All(element => element.Name.LocalName != "script");
    });

    [Test]
    public void An_empty_lake_has_a_page_that_says_so() =>
        Read(HtmlAnswers.Render(Documents.Of(Stages.Engines.Answers.None))).Descendants("header").Single().Value.Should().Contain("No data yet");

    // The page is also XML, but for its first line and the tags in its head that have no end.
    static XElement Read(string html) => XDocument.Parse(Unclosed().Replace(html["<!DOCTYPE html>".Length..], "<$1/>"), LoadOptions.PreserveWhitespace).Root!;

    [GeneratedRegex("<(meta [^>]*)>")]
    private static partial Regex Unclosed();
}

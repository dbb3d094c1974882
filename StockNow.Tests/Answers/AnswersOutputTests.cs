using StockNow.Host.Answers;
using StockNow.Stages.Analysis;
using StockNow.Stages.Engines;

namespace StockNow.Tests.Answers;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class AnswersOutputTests
{
    readonly StringWriter _interim = new() { NewLine = "\n" };
    readonly StringWriter _output = new() { NewLine = "\n" };

    [Test]
    public void A_glance_is_three_lines()
    {
        new AnswersOutput(OutputFormat.Table, new Selection("UTC"), _interim).ShowInterim(Documents.At(SampleAnswers.Some));

        _interim.ToString().Should().Be(
            "Answers so far: 12,345 readings, 1,234 alerts; 200.0 alerts a day on 5 weekdays, 117.0 on 2 weekend days.\n" +
            "  Short most often: crème solaire 900, 皮靴 300, say \"hi\", 🎿 34.\n" +
            "  Busiest hours: 15:00-16:00 1,200, 09:00-10:00 34.\n");
    }

    [Test]
    public void A_glance_at_an_empty_lake_is_one_line()
    {
        new AnswersOutput(OutputFormat.Table, new Selection("UTC"), _interim).ShowInterim(Documents.At(Stages.Engines.Answers.None));

        _interim.ToString().Should().Be("No data yet: the first readings are on their way to the lake.\n");
    }

    [TestCase(OutputFormat.Json)]
    [TestCase(OutputFormat.Csv)]
    public void A_program_gets_no_glances(OutputFormat format)
    {
        new AnswersOutput(format, new Selection("UTC"), _interim).ShowInterim(Documents.At(SampleAnswers.Some));

        _interim.ToString().Should().BeEmpty();
    }

    [Test]
    public void The_last_answers_and_the_totals_are_one_document()
    {
        var answers = new AnswersOutput(OutputFormat.Json, new Selection("UTC"), _interim);

        answers.ShowFinal(Documents.At(SampleAnswers.Some));
        answers.Write(SampleAnswers.Totals, 0, _output);

        _output.ToString().Should().Be(JsonAnswers.Render(Documents.Of(SampleAnswers.Some, SampleAnswers.Totals)));
    }

    [Test]
    public void Without_answers_and_totals_nothing_is_written()
    {
        new AnswersOutput(OutputFormat.Json, new Selection("UTC"), _interim).Write(null, 0, _output);

        _output.ToString().Should().BeEmpty();
    }

    [Test]
    public void An_empty_lake_is_a_document_for_each_format([Values] OutputFormat format)
    {
        var answers = new AnswersOutput(format, new Selection("UTC"), _interim);

        answers.ShowFinal(Documents.At(Stages.Engines.Answers.None));
        answers.Write(null, 0, _output);

        _output.ToString().Should().NotBeEmpty();
    }
}

using StockNow.Stages.Analysis;
using StockNow.Stages.Engines;

namespace StockNow.Host.Answers;

/// <summary>Shows a glance at the answers while the run lasts, and at its end the last answers and the totals together, as one document.</summary>
/// <param name="format">How they are shown.</param>
/// <param name="selection">The readings over which the answers are.</param>
/// <param name="interim">Takes the glances, for people only: a program gets one document.</param>
public sealed class AnswersOutput(OutputFormat format, Selection selection, TextWriter interim) : IAnswersOutput
{
    volatile AnswersAt? _final;

    /// <inheritdoc/>
    public void ShowInterim(AnswersAt answers)
    {
        if (format != OutputFormat.Table) return;
        foreach (var line in InterimAnswers.Lines(answers.Answers)) interim.WriteLine(line);
        interim.Flush();
    }

    /// <inheritdoc/>
    public void ShowFinal(AnswersAt answers) => _final = answers;

    /// <summary>Writes the last answers, where the run had any, and the totals, where it counted any. Called once, when all stages are done.</summary>
    /// <param name="totals">What the run handled, or null.</param>
    /// <param name="deadLetters">How many records the run has sent to the dead letters.</param>
    /// <param name="output">Where to.</param>
    /// <param name="width">The characters of a line, for tables.</param>
    /// <param name="colours">Whether <paramref name="output"/> shows colours.</param>
    public void Write(RunTotals? totals, long deadLetters, TextWriter output, int width = 80, bool colours = false)
    {
        if (_final is null && totals is null) return;
        var document = new AnswersDocument(_final, selection, totals, selection.IsPart ? NoData.OfSelection : NoData.Text(deadLetters));
        output.Write(format switch
        {
            OutputFormat.Json => JsonAnswers.Render(document),
            OutputFormat.Csv => CsvAnswers.Render(document),
            OutputFormat.Html => HtmlAnswers.Render(document),
            _ => TableAnswers.Render(document, width, colours),
        });
        output.Flush();
    }
}

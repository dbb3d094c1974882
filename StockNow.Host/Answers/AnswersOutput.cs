using StockNow.Stages.Analysis;

namespace StockNow.Host.Answers;

/// <summary>Shows a glance at the answers while the run lasts, and at its end the last answers and the totals together, as one document.</summary>
/// <param name="format">How they are shown.</param>
/// <param name="timeZone">The zone in which days and hours are counted.</param>
/// <param name="interim">Takes the glances, for people only: a program gets one document.</param>
public sealed class AnswersOutput(OutputFormat format, string timeZone, TextWriter interim) : IAnswersOutput
{
    volatile Stages.Engines.Answers? _final;

    /// <inheritdoc/>
    public void ShowInterim(Stages.Engines.Answers answers)
    {
        if (format != OutputFormat.Table) return;
        foreach (var line in InterimAnswers.Lines(answers)) interim.WriteLine(line);
        interim.Flush();
    }

    /// <inheritdoc/>
    public void ShowFinal(Stages.Engines.Answers answers) => _final = answers;

    /// <summary>Writes the last answers, where the run had any, and the totals, where it counted any. Called once, when all stages are done.</summary>
    /// <param name="totals">What the run handled, or null.</param>
    /// <param name="deadLetters">How many records the run has sent to the dead letters.</param>
    /// <param name="output">Where to.</param>
    /// <param name="width">The characters of a line, for tables.</param>
    /// <param name="colours">Whether <paramref name="output"/> shows colours.</param>
    public void Write(RunTotals? totals, long deadLetters, TextWriter output, int width = 80, bool colours = false)
    {
        if (_final is null && totals is null) return;
        var empty = NoData.Text(deadLetters);
        output.Write(format switch
        {
            OutputFormat.Json => JsonAnswers.Render(_final, timeZone, totals, empty),
            OutputFormat.Csv => CsvAnswers.Render(_final, timeZone, totals),
            _ => TableAnswers.Render(_final, timeZone, totals, width, colours, empty),
        });
        output.Flush();
    }
}

namespace StockNow.Stages.Analysis;

/// <summary>Shows answers to a person or a program. Over an empty lake the answers are <see cref="Engines.Answers.None"/>.</summary>
public interface IAnswersOutput
{
    /// <summary>Answers while readings still arrive: a glance, in a few lines.</summary>
    void ShowInterim(AnswersAt answers);

    /// <summary>The last answers of this run: all of them, in full.</summary>
    void ShowFinal(AnswersAt answers);
}

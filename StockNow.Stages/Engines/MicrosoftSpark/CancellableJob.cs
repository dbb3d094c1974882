using Microsoft.Spark;

namespace StockNow.Stages.Engines.MicrosoftSpark;

/// <summary>The jobs of one question, which can be cancelled from any thread.</summary>
sealed class CancellableJob
{
    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    readonly string _group = Guid.NewGuid().ToString();
    volatile SparkContext? _context;

    /// <summary>Makes the jobs that this thread starts from now on belong to it.</summary>
    public void Begin(SparkContext context)
    {
        context.SetJobGroup(_group, "stocknow counts readings", true);
        _context = context;
    }

    /// <summary>Cancels the jobs until the work has ended.</summary>
    // Spark 3.5 cancels only the jobs that run at this instant, so one request before a job starts would be lost.
    public void Cancel(Task work) => _ = Task.Run(async () =>
    {
        while (!work.IsCompleted)
        {
            _context?.Reference.Invoke("cancelJobGroup", _group);
            await Task.WhenAny(work, Task.Delay(Again));
        }
    });
}

using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using StockNow.Host.Answers;
using StockNow.Host.Display;
using StockNow.Host.Sql;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Cache;
using StockNow.Stages.Lake.Table;

namespace StockNow.Host.Commands;

/// <summary>Answers SQL over the published files of the lake.</summary>
internal static class SqlCommand
{
    const int WidthOfAFile = 240;

    public static Task<int> RunAsync(Setup setup, string query, OutputFormat output, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var files = await services.GetRequiredService<IPublishedFiles>().ListAsync(stop);
        var paths = await services.GetRequiredService<LakeCache>().PathsAsync(files, stop);
        var views = services.GetServices<ISqlView>();
        var reader = services.GetRequiredService<ISqlReader>();
        try
        {
            if (output == OutputFormat.Json)
            {
                var json = new SqlJson(Console.Out);
                await QueryAsync(json);
                json.End();
            }
            else if (output == OutputFormat.Csv) await QueryAsync(new SqlCsv(Console.Out));
            else
            {
                var table = new SqlTable(Console.Out, Console.IsOutputRedirected ? WidthOfAFile : AnsiConsole.Console.Profile.Width);
                await QueryAsync(table);
                await Console.Error.WriteLineAsync(table.End());
            }
            if (files.Count == 0) await Console.Error.WriteLineAsync("The lake holds no readings yet.");
            return ExitCodes.Done;
        }
        catch (SqlQueryException fault)
        {
            await Console.Error.WriteLineAsync(PeopleText.Lines(fault.Message));
            await Console.Error.WriteLineAsync("The views are readings, alerts and reports; their columns: stocknow sql \"DESCRIBE readings\"");
            return ExitCodes.Failed;
        }

        Task QueryAsync(ISqlResult result) => reader.QueryAsync(paths, views, query, setup.Analysis.TimeZone, result, stop);
    });
}

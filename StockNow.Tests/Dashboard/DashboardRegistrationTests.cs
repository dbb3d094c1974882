using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using StockNow.Host.Dashboard;
using StockNow.Host.Display;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;

namespace StockNow.Tests.Dashboard;

public sealed class DashboardRegistrationTests
{
    [Test]
    public async Task On_a_terminal_the_picture_takes_the_log()
    {
        using StringWriter terminal = new(), error = new();
        await using var provider = Pipeline()
            .AddLiveDashboard(Pictures.Console(terminal), error, new AnswersPanel(), ZoneTime.Utc, showsShelves: false).BuildServiceProvider();
        provider.GetServices<IHostedService>().Should().ContainSingle().Which.Should().BeOfType<LiveDashboard>();
        provider.GetServices<ILoggerProvider>().Should().ContainSingle().Which.Should().BeSameAs(provider.GetRequiredService<LogPanel>());
    }

    [Test]
    public async Task Redirected_the_log_is_plain_lines_with_a_summary()
    {
        await using var provider = Pipeline().AddPlainLog().BuildServiceProvider();
        provider.GetServices<IHostedService>().Should().ContainSingle().Which.Should().BeOfType<SummaryPrinter>();
        provider.GetServices<ILoggerProvider>().Should().ContainSingle().Which.Should().BeOfType<ConsoleLoggerProvider>();
        provider.GetServices<ConsoleFormatter>().Should().Contain(formatter => formatter is LineFormatter);
    }

    static IServiceCollection Pipeline() => new ServiceCollection()
        .AddSingleton(TimeProvider.System).AddSingleton(new PipelineOptions()).AddSingleton(new RunPlan([StageNames.Storage], UntilDrained: false))
        .AddSingleton<ILagSource>(new FixedLag(() => Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>())))
        .AddKeyedSingleton(StageNames.Storage, (_, _) => new StageMetrics(StageNames.Storage))
        .AddKeyedSingleton(StageNames.Storage, new StageStatus(StageNames.Storage));
}

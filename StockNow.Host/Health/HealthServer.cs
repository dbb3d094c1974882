using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StockNow.Host.Health;

/// <summary>Serves <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>. The stages run whether it can or not.</summary>
internal sealed class HealthServer(HttpOptions options, PipelineHealth health, TelemetryExport export, ILogger<HealthServer> logger) : IHostedService
{
    WebApplication? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Url!);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        var server = builder.Build();
        server.UseOpenTelemetryPrometheusScrapingEndpoint(export.Metrics, predicate: null, path: "/metrics", configureBranchedPipeline: null, optionsName: null);
        server.Run(AnswerAsync);
        try
        {
            await server.StartAsync(cancellationToken);
            _server = server;
            HealthLog.ServerStarted(logger, string.Join(", ", server.Urls));
        }
        catch (IOException fault)
        {
            HealthLog.ServerNotStarted(logger, options.Url!, fault.Message);
            await server.DisposeAsync();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is null) return;
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(atOnce.Token);
        await _server.DisposeAsync();
    }

    Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/health/live" => health.DeadBecause() is { } reason ? WriteAsync(context, false, $"dead: {reason}\n") : WriteAsync(context, true, "alive\n"),
        "/health/ready" => health.Report() is var report ? WriteAsync(context, report.IsReady, report.ToJson(), MediaTypeNames.Application.Json) : Task.CompletedTask,
        _ => NotFoundAsync(context),
    };

    static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync("Here are /health/live, /health/ready and /metrics.\n");
    }

    static Task WriteAsync(HttpContext context, bool isFine, string body, string type = MediaTypeNames.Text.Plain)
    {
        context.Response.StatusCode = isFine ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(body);
    }

    // Ctrl-C and SIGTERM are the pipeline's: the server ends after the stages.
    sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

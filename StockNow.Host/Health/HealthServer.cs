using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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
        var address = options.Address;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            Limit(server);
            address.ListenWith(server);
        });
        builder.Services.AddSingleton<IHostLifetime, NoSignals>(); // the server ends after the stages
        var server = builder.Build();
        server.UseOpenTelemetryPrometheusScrapingEndpoint(export.Metrics, predicate: null, path: HealthPaths.Metrics, configureBranchedPipeline: null,
            optionsName: null);
        server.Run(AnswerAsync);
        try
        {
            await server.StartAsync(cancellationToken);
            _server = server;
            HealthLogMessages.ServerStarted(logger, string.Join(", ", server.Urls));
            if (address.IsForEveryone) HealthLogMessages.ServedToEveryone(logger, address.ToString());
        }
        // Whatever keeps it from being served, the stages have their own work.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            HealthLogMessages.ServerNotStarted(logger, address.ToString(), fault.GetBaseException().Message.TrimEnd('.') + ".");
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

    // A probe and a scraper need little; who holds many connections open, or sends slowly, must not hold the process.
    static void Limit(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxConcurrentConnections = 100;
        server.Limits.MaxRequestBodySize = 0;
        server.Limits.MaxRequestLineSize = 2 * 1024;
        server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        server.Limits.MaxRequestHeaderCount = 50;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        server.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
    }

    Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        HealthPaths.Live => health.DeadBecause() is { } reason ? WriteAsync(context, false, $"dead: {reason}\n") : WriteAsync(context, true, "alive\n"),
        HealthPaths.Ready => health.Report() is var report
        ? WriteAsync(context, report.IsReady, report.ToJson(), MediaTypeNames.Application.Json) : Task.CompletedTask,
        _ => NotFoundAsync(context),
    };

    static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync($"Here are {HealthPaths.Live}, {HealthPaths.Ready} and {HealthPaths.Metrics}.\n");
    }

    static Task WriteAsync(HttpContext context, bool isFine, string body, string type = MediaTypeNames.Text.Plain)
    {
        context.Response.StatusCode = isFine ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(body);
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace StockNow.Tests.Support;

/// <summary>Stands between a client and a real HTTP server, and does to chosen requests what networks and servers do.</summary>
sealed class FaultyProxy : IAsyncDisposable
{
    readonly WebApplication _application;
    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    readonly Uri _target;
    readonly Lock _gate = new();
    readonly List<Plan> _plans = [];
    int _requests;

    FaultyProxy(WebApplication application, Uri target) => (_application, _target) = (application, target);

    /// <summary>Its address.</summary>
    public Uri Address => new(_application.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Starts one in front of a server.</summary>
    public static async Task<FaultyProxy> StartAsync(string target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        var application = builder.Build();
        var proxy = new FaultyProxy(application, new Uri(target));
        application.Run(proxy.ServeAsync);
        await application.StartAsync();
        return proxy;
    }

    /// <summary>Does something to the next requests of a kind.</summary>
    /// <param name="kind">What the method and the address contain, such as <c>PUT</c> or <c>op=RENAME</c>.</param>
    /// <param name="fault">What happens.</param>
    /// <param name="times">To how many of them.</param>
    /// <param name="answer">The status and body of <see cref="ProxyFault.Answer"/>.</param>
    public void Next(string kind, ProxyFault fault, int times = 1, (int Status, string Body) answer = default)
    {
        lock (_gate) _plans.Add(new Plan(kind, fault, answer) { Left = times });
    }

    /// <summary>Whether all that was planned has happened.</summary>
    public bool IsDone
    {
        get
        {
            lock (_gate) return _plans.TrueForAll(plan => plan.Left == 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _http.Dispose();
    }

    async Task ServeAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var plan = Take($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        switch (plan?.Fault)
        {
            case ProxyFault.Answer:
                context.Response.StatusCode = plan.Reply.Status;
                await context.Response.WriteAsync(plan.Reply.Body);
                return;
            case ProxyFault.NeverAnswer:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case ProxyFault.TearRequest:
                await ForwardAsync(context.Request, new TornContent(body.ToArray())).ContinueWith(_ => { }, TaskScheduler.Default);
                context.Abort();
                return;
        }
        var hasBody = body.Length > 0 || context.Request.Method == "PUT";
        using var answer = await ForwardAsync(context.Request, hasBody ? new ByteArrayContent(body.ToArray()) : null);
        var content = await answer.Content.ReadAsByteArrayAsync();
        if (plan?.Fault == ProxyFault.LoseReply)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.Concat(answer.Content.Headers))
            if (header.Key is not ("Transfer-Encoding" or "Connection")) context.Response.Headers[header.Key] = header.Value.ToArray();
        if (answer.StatusCode == HttpStatusCode.NoContent || context.Request.Method == "HEAD") return;
        if (plan?.Fault != ProxyFault.CutReply)
        {
            await context.Response.Body.WriteAsync(content);
            return;
        }
        await context.Response.Body.WriteAsync(content.AsMemory(0, content.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    Plan? Take(string request)
    {
        lock (_gate)
        {
            var plan = _plans.Find(plan => plan.Left > 0 && request.Contains(plan.Kind, StringComparison.Ordinal));
            if (plan is not null) plan.Left--;
            return plan;
        }
    }

    Task<HttpResponseMessage> ForwardAsync(HttpRequest from, HttpContent? content)
    {
        var path = from.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(_target.GetLeftPart(UriPartial.Authority) + path)) { Content = content };
        foreach (var header in from.Headers)
        {
            if (header.Key is "Content-Length" or "Connection" or "Expect") continue;
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray());
        }
        return _http.SendAsync(request); // with the client's own Host, which a signature covers
    }

    sealed class Plan(string kind, ProxyFault fault, (int Status, string Body) reply)
    {
        public string Kind => kind;

        public ProxyFault Fault => fault;

        public (int Status, string Body) Reply => reply;

        public int Left { get; set; }
    }

    /// <summary>A body that promises all its bytes and breaks off in the middle.</summary>
    sealed class TornContent(byte[] content) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(content.AsMemory(0, content.Length / 2));
            await stream.FlushAsync();
            throw new IOException("torn");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = content.Length;
            return true;
        }
    }
}

/// <summary>What happens to a request.</summary>
public enum ProxyFault
{
    /// <summary>The server does it, and its reply is lost.</summary>
    LoseReply,

    /// <summary>Half of the request arrives.</summary>
    TearRequest,

    /// <summary>Half of the reply arrives.</summary>
    CutReply,

    /// <summary>The request does not arrive, and another reply comes back.</summary>
    Answer,

    /// <summary>The request does not arrive, and nothing comes back.</summary>
    NeverAnswer,
}

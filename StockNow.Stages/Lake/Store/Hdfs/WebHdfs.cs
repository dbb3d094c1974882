using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using StockNow.Stages.Lake.Store.Remote;

namespace StockNow.Stages.Lake.Store.Hdfs;

/// <summary>Requests to WebHDFS or HttpFS. It asks the NameNodes in turn until the active one replies. Safe for concurrent use.</summary>
/// <remarks>
/// The protocol: the REST API of WebHDFS in the documentation of Hadoop. Addresses of DataNodes hold the delegation token, so no message names one.
/// </remarks>
sealed class WebHdfs : IDisposable
{
    readonly HttpClient _http;
    readonly Uri[] _nameNodes;
    readonly HdfsOptions _options;
    readonly string _identity;
    volatile int _active;
    string? _excluded;

    public WebHdfs(HdfsOptions options)
    {
        _options = options;
        _nameNodes = [.. options.NameNodes.Select(node => new Uri(node))];
        _identity = options.DelegationToken is { } token ? $"&delegation={Uri.EscapeDataString(token)}"
            : options.Kerberos ? "" : $"&user.name={Uri.EscapeDataString(options.User ?? Environment.UserName)}";
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            Credentials = options.Kerberos ? CredentialCache.DefaultNetworkCredentials : null,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Add("X-XSRF-HEADER", "\"\""); // clusters with protection against forged requests refuse those without it
    }

    /// <summary>The NameNodes, for people.</summary>
    public string Nodes => string.Join(", ", _nameNodes.Select(node => node.GetLeftPart(UriPartial.Authority)));

    /// <summary>Makes a request that a NameNode answers itself.</summary>
    /// <param name="method">The method.</param>
    /// <param name="operation">The operation, such as <c>GETFILESTATUS</c>.</param>
    /// <param name="path">The path.</param>
    /// <param name="query">More parameters, each beginning with '&amp;'.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The answer; undefined when it has no body.</returns>
    /// <exception cref="WebHdfsFault">The server refused.</exception>
    /// <exception cref="HttpRequestException">No NameNode can be reached.</exception>
    /// <exception cref="TimeoutException">There was no reply in time.</exception>
    public Task<JsonElement> AskAsync(HttpMethod method, string operation, string path, string query, CancellationToken stop) =>
        AtNameNodeAsync(method, operation, path, query, JsonOfAsync, stop);

    /// <summary>Writes a new file.</summary>
    /// <param name="path">A path at which nothing is.</param>
    /// <param name="body">Makes the content.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="WebHdfsFault">The server refused.</exception>
    /// <exception cref="HttpRequestException">No connection, or it broke off.</exception>
    /// <exception cref="TimeoutException">There was no reply in time.</exception>
    public async Task WriteAsync(string path, Func<HttpContent> body, long length, CancellationToken stop)
    {
        var address = await DataNodeAsync(HttpMethod.Put, "CREATE", path, "&overwrite=false", stop);
        await AtDataNodeAsync(length, address, async token =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = body() };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream"); // HttpFS insists
            request.Content.Headers.ContentLength = length;
            using var answer = await _http.SendAsync(request, token);
            await ThrowIfFaultAsync(answer, token);
            return true;
        }, stop);
    }

    /// <summary>Reads a part of a file, or all of it.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="WebHdfsFault">The server refused, or there is no such file.</exception>
    /// <exception cref="HttpRequestException">No connection.</exception>
    /// <exception cref="IOException">The connection broke off within the content.</exception>
    /// <exception cref="TimeoutException">There was no reply in time.</exception>
    public async Task<byte[]> ReadAsync(string path, long offset, long length, CancellationToken stop)
    {
        if (length == 0) return [];
        var query = string.Create(CultureInfo.InvariantCulture, $"&offset={offset}&length={length}");
        var address = await DataNodeAsync(HttpMethod.Get, "OPEN", path, query, stop);
        return await AtDataNodeAsync(length, address, async token =>
        {
            using var answer = await _http.GetAsync(address, token);
            await ThrowIfFaultAsync(answer, token);
            var bytes = await answer.Content.ReadAsByteArrayAsync(token);
            return bytes.LongLength == length ? bytes
                : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{bytes.LongLength} of {length} bytes arrived"));
        }, stop);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // The NameNode names a dead DataNode for minutes: the request after a fault asks for another one.
    async Task<T> AtDataNodeAsync<T>(long bytes, Uri address, Func<CancellationToken, Task<T>> request, CancellationToken stop)
    {
        try { return await Attempt.RunAsync(_options.Timeout, bytes, request, stop); }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TimeoutException)
        {
            _excluded = address.Authority;
            throw;
        }
    }

    async Task<Uri> DataNodeAsync(HttpMethod method, string operation, string path, string query, CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _excluded, null) is { } excluded) query += $"&excludedatanodes={Uri.EscapeDataString(excluded)}";
        var location = await AtNameNodeAsync(method, operation, path, query + "&noredirect=true", async (answer, token) =>
            answer.Headers.Location?.ToString() ?? (await JsonOfAsync(answer, token)).GetProperty("Location").GetString()!, stop);
        var address = new UriBuilder(location);
        if (_options.DataNodeHosts.TryGetValue(address.Host, out var reached))
        {
            var parts = reached.Split(':');
            address.Host = parts[0];
            if (parts.Length == 2) address.Port = int.Parse(parts[1], CultureInfo.InvariantCulture);
        }
        return address.Uri;
    }

    async Task<T> AtNameNodeAsync<T>(
        HttpMethod method, string operation, string path, string query, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken stop)
    {
        for (var asked = 1; ; asked++)
        {
            var node = _active;
            try
            {
                return await Attempt.RunAsync(_options.Timeout, 0, async token =>
                {
                    using var request = new HttpRequestMessage(method, UrlOf(node, operation, path, query));
                    using var answer = await _http.SendAsync(request, token);
                    await ThrowIfFaultAsync(answer, token);
                    return await read(answer, token);
                }, stop);
            }
            catch (Exception fault) when (fault is HttpRequestException or TimeoutException or WebHdfsFault { IsOfStandby: true })
            {
                Leave(node);
                if (asked >= _nameNodes.Length) throw;
            }
        }
    }

    async Task ThrowIfFaultAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        if (await WebHdfsFault.OfAsync(answer, stop) is not { } fault) return;
        if (fault.IsOfStandby) Leave(_active); // a standby may redirect to a DataNode, and the DataNode reports it
        throw fault;
    }

    void Leave(int node) => Interlocked.CompareExchange(ref _active, (node + 1) % _nameNodes.Length, node);

    Uri UrlOf(int node, string operation, string path, string query) =>
        new(_nameNodes[node], $"/webhdfs/v1{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}?op={operation}{_identity}{query}");

    static async Task<JsonElement> JsonOfAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(stop);
        if (body.Length == 0) return default;
        try { return JsonElement.Parse(body); }
        catch (JsonException fault) { throw new IOException("the answer is no JSON; is the address that of WebHDFS?", fault); }
    }
}

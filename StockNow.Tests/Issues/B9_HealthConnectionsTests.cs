using System.Net.Sockets;
using System.Text.RegularExpressions;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>B9, C12: many open connections cannot hold the process, and a server that everyone can reach is reported.</summary>
sealed partial class B9_HealthConnectionsTests
{
    const int Allowed = 100;

    [Test]
    public async Task Connections_beyond_a_hundred_are_closed_and_the_others_answered()
    {
        using var folder = new TempFolder();
        await using var run = HostProcess.Start("--stages=simulator", $"--DataFolder={folder.Path}", "--Simulator:Rate=10", "--Http:Url=http://*:0");
        await run.UntilAsync(process => Port().IsMatch(process.Err) && process.Err.Contains("Everyone who can reach this machine can read health and metrics"));
        var port = int.Parse(Port().Match(run.Err).Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

        var held = await Task.WhenAll(Enumerable.Range(0, Allowed).Select(_ => ConnectAsync(port)));
        foreach (var connection in held) (await IsClosedAsync(connection)).Should().BeFalse("each is answered and stays open");
        using (var surplus = await ConnectAsync(port)) (await IsClosedAsync(surplus)).Should().BeTrue();
        foreach (var connection in held) connection.Dispose();

        using var client = new HttpClient();
        await Wait.UntilAsync(async () => await AnswersAsync(client, port), "it answers again once the connections are gone");
    }

    static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        return client;
    }

    // The server closes it without a word, or the system does.
    static async Task<bool> IsClosedAsync(TcpClient connection)
    {
        try
        {
            await connection.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
            return await connection.GetStream().ReadAsync(new byte[1]) == 0;
        }
        catch (IOException) { return true; }
    }

    static async Task<bool> AnswersAsync(HttpClient client, int port)
    {
        try { return (await client.GetStringAsync($"http://127.0.0.1:{port}/health/live")) == "alive\n"; }
        catch (HttpRequestException) { return false; }
    }

    [GeneratedRegex(@"are served at http://\S*:(\d+)")]
    private static partial Regex Port();
}

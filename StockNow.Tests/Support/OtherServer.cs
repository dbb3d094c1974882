using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StockNow.Tests.Support;

/// <summary>A server on this machine that is no Kafka broker: it answers whatever it is asked with the same bytes, or never.</summary>
sealed class OtherServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly byte[] _answer;

    public OtherServer(string answer)
    {
        _answer = Encoding.ASCII.GetBytes(answer);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    public void Dispose() => _listener.Dispose();

    async Task AcceptAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException) { }
    }

    async Task AnswerAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var buffer = new byte[1024];
            while (await client.GetStream().ReadAsync(buffer) > 0) await client.GetStream().WriteAsync(_answer);
        }
        catch (IOException) { } // the client has gone
    }
}

using System.Diagnostics;
using System.Globalization;

namespace StockNow.Tests.Support;

/// <summary>What of the traffic to a broker vanishes. No connection is reset: both ends wait.</summary>
enum NetworkCut
{
    /// <summary>What clients send.</summary>
    Requests,

    /// <summary>What the broker answers.</summary>
    Replies,

    /// <summary>Both.</summary>
    All,

    /// <summary>What a client sends over a connection, from the end of a transaction on. Other connections continue.</summary>
    RequestsFromEndOfTransaction,

    /// <summary>What the broker answers over a connection, from the end of a transaction on. Other connections continue.</summary>
    RepliesFromEndOfTransaction,
}

/// <summary>A network namespace with an address of its own, in which packets to and from one port can be made to vanish.</summary>
sealed class CutOffNetwork : IAsyncDisposable
{
    // The fifth and sixth byte of a request say what is asked; 26 is EndTxn.
    const string IsEndOfTransaction = "@ih,32,16 26";
    static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(300);

    readonly string _name;
    readonly int _port;

    CutOffNetwork(string name, string address, int port) => (_name, Address, _port) = (name, address, port);

    /// <summary>Its address, seen from outside.</summary>
    public string Address { get; }

    /// <summary>Makes one; the test is ignored where that is not possible.</summary>
    /// <param name="number">Tells several apart.</param>
    /// <param name="port">The port that can be cut off.</param>
    public static async Task<CutOffNetwork> MakeAsync(int number, int port)
    {
        string name = $"stocknow-{number}", address = $"10.99.{number}.2";
        if (!OperatingSystem.IsLinux() || !await CanAsync("ip", "netns") || !await CanAsync("nft", "--version"))
            Assert.Ignore("The network cannot be cut here. That takes root on Linux, and the programs ip and nft: apt-get install -y iproute2 nftables");
        await TryAsync("ip", $"netns del {name}"); // what a run before has left
        await TryAsync("ip", $"link del {name}");
        if (!await CanAsync("ip", $"netns add {name}"))
            Assert.Ignore("The network cannot be cut here: making a network namespace (ip netns add) takes root, and a container the right CAP_SYS_ADMIN.");
        await RunAsync("ip", $"link add {name} type veth peer name outside netns {name}");
        await RunAsync("ip", $"addr add 10.99.{number}.1/30 dev {name}");
        await RunAsync("ip", $"link set {name} up");
        await RunAsync("ip", $"-n {name} addr add {address}/30 dev outside");
        await RunAsync("ip", $"-n {name} link set outside up");
        await RunAsync("ip", $"-n {name} link set lo up");
        var network = new CutOffNetwork(name, address, port);
        await network.FilterAsync("table inet cut { set requests { type inet_service; flags dynamic,timeout; size 10000; }; set replies { type inet_service; "
            + "flags dynamic,timeout; size 10000; }; "
            + "chain in { type filter hook input priority 0; }; chain out { type filter hook output priority 0; }; }");
        await network.MendAsync();
        return network;
    }

    /// <summary>A shell command as it runs within.</summary>
    public string Inside(string command) => $"ip netns exec {_name} {command}";

    /// <summary>Cuts, and mends after a while.</summary>
    public async Task CutAsync(NetworkCut cut, TimeSpan length)
    {
        var since = Stopwatch.StartNew();
        var timeout = FormattableString.Invariant($"timeout {length.TotalMilliseconds:0}ms");
        await FilterAsync(cut switch
        {
            NetworkCut.Requests => In("drop"),
            NetworkCut.Replies => Out("drop"),
            NetworkCut.All => In("drop") + Out("drop"),
            NetworkCut.RequestsFromEndOfTransaction => In($"{IsEndOfTransaction} add @requests {{ tcp sport {timeout} }} drop"),
            _ => In($"{IsEndOfTransaction} add @replies {{ tcp sport {timeout} }}"),
        });
        // Connections that were hit stay cut off for as long; those that take their place shall not be hit for ever.
        if (cut is NetworkCut.RequestsFromEndOfTransaction or NetworkCut.RepliesFromEndOfTransaction)
        {
            await Task.Delay(Aim);
            await MendAsync();
        }
        if (length - since.Elapsed is var left && left > TimeSpan.Zero) await Task.Delay(left);
        await MendAsync();
    }

    public async ValueTask DisposeAsync() => await TryAsync("ip", $"netns del {_name}");

    Task MendAsync() => FilterAsync($"flush chain inet cut in\nflush chain inet cut out\n{In("tcp sport @requests drop")}{Out("tcp dport @replies drop")}");

    // What a broker sends to itself continues.
    string In(string rule) => string.Create(CultureInfo.InvariantCulture, $"add rule inet cut in iifname outside tcp dport {_port} {rule}\n");

    string Out(string rule) => string.Create(CultureInfo.InvariantCulture, $"add rule inet cut out oifname outside tcp sport {_port} {rule}\n");

    async Task FilterAsync(string rules)
    {
        using var nft = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", _name, "nft", "-f", "-"]) { RedirectStandardInput = true,
            RedirectStandardError = true })!;
        await nft.StandardInput.WriteLineAsync(rules);
        nft.StandardInput.Close();
        var fault = await nft.StandardError.ReadToEndAsync();
        await nft.WaitForExitAsync();
        if (nft.ExitCode != 0) throw new InvalidOperationException($"nft refused '{rules}': {fault}");
    }

    static Task<bool> CanAsync(string program, string arguments) => TryAsync(program, arguments);

    static async Task RunAsync(string program, string arguments)
    {
        if (!await TryAsync(program, arguments)) throw new InvalidOperationException($"'{program} {arguments}' failed.");
    }

    static async Task<bool> TryAsync(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception) { return false; }
    }
}

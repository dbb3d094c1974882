using System.Diagnostics;
using System.Text.RegularExpressions;

namespace StockNow.Tests.Support;

/// <summary>Runs commands of Kafka's own tools as messages print them. The shell command in STOCKNOW_TEST_INFRA has the tools.</summary>
static partial class PrintedCommands
{
    static readonly Dictionary<string, string> Tools = new()
    {
        ["kafka-consumer-groups.sh"] = "groups", ["kafka-topics.sh"] = "topics", ["kafka-transactions.sh"] = "transactions", ["kafka-acls.sh"] = "acls",
        ["kafka-configs.sh"] = "-Dtool.of.the.broker=configs kafka.admin.ConfigCommand", // its class lies elsewhere, and a property of the JVM comes before it
        ["kafka-delete-records.sh"] = "delete-records", ["kafka-console-consumer.sh"] = "console-consumer", ["kafka-console-producer.sh"] = "console-producer",
    };

    /// <summary>The commands in a text, in their order; each stands in backticks.</summary>
    public static IReadOnlyList<string> In(string text) => [.. Quoted().Matches(text).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>Runs all commands of a text.</summary>
    /// <returns>What they printed.</returns>
    public static async Task<string> RunAllAsync(string text)
    {
        var commands = In(text);
        commands.Should().NotBeEmpty(text);
        var printed = "";
        foreach (var command in commands) printed += await RunAsync(command);
        return printed;
    }

    /// <summary>Runs one command; the test fails when it does.</summary>
    /// <param name="command">The command as it is printed.</param>
    /// <param name="folder">The folder to run it in, or null for any.</param>
    public static async Task<string> RunAsync(string command, string? folder = null)
    {
        if (Environment.GetEnvironmentVariable("STOCKNOW_TEST_INFRA") is not { Length: > 0 } infra)
        {
            Assert.Ignore("Kafka's own tools are not there. Let STOCKNOW_TEST_INFRA be the command that has them, such as '/path/to/infra'.");
            return "";
        }
        var tool = command.Split(' ', 2)[0];
        var start = new ProcessStartInfo("bash",
            ["-c", $"{infra} kafka {Tools[tool]} {command[(tool.Length + 1)..]} 2>&1 </dev/null"]) { RedirectStandardOutput = true, WorkingDirectory = folder
            ?? Path.GetTempPath() };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, $"'{command}' is printed to be run, and said: {output}");
        output.Should().NotContain("Error:", command);
        return output;
    }

    [GeneratedRegex("`(kafka-[^`]+)`")]
    private static partial Regex Quoted();
}

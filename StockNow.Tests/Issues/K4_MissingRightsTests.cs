using System.Text.RegularExpressions;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>A cluster with an authorizer: docs/kafka-rights.md has the rights that each stage needs, and where one is missing its message says which.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed partial class K4_MissingRightsTests
{
    // A reading that is an alert, one that is none, and a malformed one: all topics are written.
    const string Readings = """
        {"sensor_id":"S1","timestamp":"2025-07-05T10:00:00Z","product_id":"p","quantity":1,"threshold":5,"location":{"store":"s","lat":48.85,"lon":2.34},"alert":true}
        {"sensor_id":"S2","timestamp":"2025-07-05T10:00:01Z","product_id":"p","quantity":9,"threshold":5,"location":{"store":"s","lat":48.85,"lon":2.34},"alert":false}
        malformed

        """;

    static readonly string[] Stages = ["simulator", "alert-filter", "alert-handler", "storage"];

    [Test]
    public async Task Each_stage_runs_with_its_rights_and_names_the_one_that_is_missing()
    {
        await using var cluster = await KafkaCluster.StartAsync(brokers: 1,
            "KAFKA_EXTRA=\"$(printf 'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\\nsuper.users=User:ANONYMOUS')\"");
        using var folder = new TempFolder();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = cluster.Brokers }).Build();
        var rights = RightsBySection(await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "kafka-rights.md")), $"User:{cluster.User}");
        await GrantAsync([.. rights["Every process"], .. rights["audit, validate and the totals of a run"]]);

        await ShouldRefuseAsync("validate", "Write", "transactional-id", "instocknow-alert-filter-validate");
        foreach (var stage in Stages) await GrantAsync(rights[stage]);
        foreach (var stage in Stages) await ShouldRunAsync(stage);
        var validate = await HostProcess.RunAsync(["validate", $"--DataFolder={folder.Path}", .. cluster.SignedIn]);
        validate.ExitCode.Should().Be(0, validate.Out);

        // What another section grants as well, or what was needed for a first start alone, is not missed.
        foreach (var stage in Stages.Skip(1))
            foreach (var right in rights[stage].Where(right => right.Entry.Operation != AclOperation.Describe && right.Pattern.Name != "instocknow-positions"
                && !IsGrantedElsewhere(right, stage)))
            {
                await ShouldRunAsync("simulator");
                if (stage == "alert-handler") await ShouldRunAsync("alert-filter");
                await admin.DeleteAclsAsync([right.ToFilter()]);
                await ShouldRefuseAsync(stage, right.Entry.Operation.ToString(), KindOf(right), right.Pattern.Name);
                await admin.CreateAclsAsync([right]);
                await ShouldRunAsync(stage);
            }

        bool IsGrantedElsewhere(AclBinding right, string stage) => right.Entry.Operation == AclOperation.Read && right.Pattern.Type == ResourceType.Topic
            || rights.Where(section => section.Key != stage && Stages.Contains(section.Key)).Any(section => section.Value.Contains(right));

        async Task GrantAsync(IReadOnlyList<AclBinding> bindings) => await admin.CreateAclsAsync(bindings);

        async Task ShouldRunAsync(string stage)
        {
            if (stage == "simulator") await File.WriteAllTextAsync(folder["readings.ndjson"], Readings);
            var run = await RunAsync(stage);
            run.ExitCode.Should().Be(0, $"{stage} has its rights: {run.Err}");
        }

        async Task ShouldRefuseAsync(string stage, string right, string kind, string name)
        {
            var run = await RunAsync(stage);
            run.ExitCode.Should().Be(1, run.Err);
            (run.Out + run.Err).Should().Contain($"denies User:{cluster.User} the right {right} on {kind} '{name}").And.NotContain("Unhandled exception");
        }

        Task<HostProcess> RunAsync(string stage) => stage == "validate"
            ? HostProcess.RunAsync(["validate", $"--DataFolder={folder.Path}", .. cluster.SignedIn])
            : HostProcess.RunAsync([$"--stages={stage}", "--until-drained", $"--DataFolder={folder.Path}",
            $"--Simulator:Replay:File={folder["readings.ndjson"]}", "--Simulator:Replay:Restart=true", .. cluster.SignedIn]);
    }

    static string KindOf(AclBinding right) => right.Pattern.Type switch
    {
        ResourceType.Topic => "topic",
        ResourceType.Group => "group",
        _ => "transactional-id",
    };

    /// <summary>The rights of each section, as its commands grant them.</summary>
    static Dictionary<string, IReadOnlyList<AclBinding>> RightsBySection(string page, string principal) => page.Split("\n## ").Skip(1)
        .ToDictionary(section => section[..section.IndexOf('\n')],
        section => (IReadOnlyList<AclBinding>)[.. section.Split('\n').Where(line => line.StartsWith("acls --", StringComparison.Ordinal))
        .SelectMany(line => Bindings(line, principal))]);

    static IEnumerable<AclBinding> Bindings(string command, string principal)
    {
        var resource = Resource().Match(command);
        var pattern = new ResourcePattern
        {
            Type = resource.Groups["kind"].Value switch
            {
                "topic" => ResourceType.Topic,
                "group" => ResourceType.Group,
                _ => (ResourceType)5, // the client knows transactional ids, only not their name
            },
            Name = resource.Groups["name"].Value,
            ResourcePatternType = command.Contains("--resource-pattern-type prefixed", StringComparison.Ordinal)
            ? ResourcePatternType.Prefixed : ResourcePatternType.Literal,
        };
        return Operation().Matches(command).Select(operation => new AclBinding
        {
            Pattern = pattern,
            Entry = new AccessControlEntry { Principal = principal, Host = "*", Operation = Enum.Parse<AclOperation>(operation.Groups[1].Value),
            PermissionType = AclPermissionType.Allow },
        });
    }

    [GeneratedRegex("--(?<kind>topic|group|transactional-id) (?<name>[a-z-]+)")]
    private static partial Regex Resource();

    [GeneratedRegex(@"--operation (\w+)")]
    private static partial Regex Operation();
}

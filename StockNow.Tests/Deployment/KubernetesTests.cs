using k8s;
using k8s.Models;
using StockNow.Contracts.Topics;
using StockNow.Host.Health;
using StockNow.Stages.Hosting;
using YamlDotNet.RepresentationModel;

namespace StockNow.Tests.Deployment;

/// <summary>The manifests are what Kubernetes accepts, and what they say of the program is true.</summary>
sealed class KubernetesTests
{
    static readonly string Folder = ProductRules.PathOf("deploy", "kubernetes");

    static readonly string Configuration = Path.Combine(Folder, "appsettings.json");

    static readonly List<object> Manifests =
        [.. Resources().SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Folder, file)), null, strict: true))];

    static List<V1Deployment> Deployments => [.. Manifests.OfType<V1Deployment>()];

    static V1CronJob Analysis => Manifests.OfType<V1CronJob>().Single();

    static IEnumerable<V1PodSpec> Pods => Deployments.Select(one => one.Spec.Template.Spec).Append(Analysis.Spec.JobTemplate.Spec.Template.Spec);

    [Test]
    public void Each_stage_has_one_workload_that_is_named_after_it() =>
        Deployments.Select(one => (one.Name(), Container(one.Spec.Template.Spec).Args))
            .Append((Analysis.Name(), Container(Analysis.Spec.JobTemplate.Spec.Template.Spec).Args))
            .Select(one => (one.Item1, string.Join(' ', one.Item2)))
            .Should().BeEquivalentTo(StageCatalog.Find().Names.Select(name => (name, $"--stages={name}")));

    [Test]
    public void Program_accepts_every_argument() => Pods.SelectMany(pod => ProductRules.ArgumentFaults(Container(pod).Args)).Should().BeEmpty();

    [Test]
    public void Program_accepts_the_configuration_file_and_all_variables_and_secrets_for_every_stage()
    {
        var secret = KubernetesYaml.Deserialize<V1Secret>(File.ReadAllText(Path.Combine(Folder, "secret.example.yaml")), strict: true);
        var variables = Pods.SelectMany(pod => Container(pod).Env ?? []).DistinctBy(one => one.Name)
            .Select(one => KeyValuePair.Create(one.Name, one.Value ?? ""));

        secret.StringData.Keys.Should().OnlyContain(key => key.Contains("__"), "a file of secrets without two underscores is not read");
        ProductRules.SettingFaults(Configuration, StageSelection.All, variables.Concat(secret.StringData)).Should().BeEmpty();
    }

    [Test]
    public void Probes_ask_what_the_program_serves()
    {
        foreach (var pod in Deployments.Select(one => one.Spec.Template.Spec))
        {
            var container = Container(pod);
            container.Ports.Should().ContainSingle().Which.ContainerPort.Should().Be(ProductRules.Port);
            container.StartupProbe.HttpGet.Path.Should().Be(HealthPaths.Live);
            container.LivenessProbe.HttpGet.Path.Should().Be(HealthPaths.Live, "no restart of a stage brings a broker back");
            container.ReadinessProbe.HttpGet.Path.Should().Be(HealthPaths.Ready);
            new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }
                .Should().OnlyContain(probe => probe.HttpGet.Port.Value == container.Ports[0].Name);
        }
        Manifests.OfType<V1Service>().Single().Spec.Ports.Should().ContainSingle().Which.Port.Should().Be(ProductRules.Port);
    }

    [Test]
    public void Stop_has_more_time_than_the_program_takes() => Deployments.Should()
        .OnlyContain(one => one.Spec.Template.Spec.TerminationGracePeriodSeconds > ProductRules.ShutdownTimeout(Configuration).TotalSeconds);

    [Test]
    public void Pods_meet_the_restricted_standard()
    {
        foreach (var pod in Pods)
        {
            pod.SecurityContext.RunAsNonRoot.Should().BeTrue();
            pod.SecurityContext.SeccompProfile.Type.Should().Be("RuntimeDefault");
            pod.AutomountServiceAccountToken.Should().BeFalse();
            pod.EnableServiceLinks.Should().BeFalse("the variables of a Service named stocknow would look like settings");
            var container = Container(pod);
            container.SecurityContext.AllowPrivilegeEscalation.Should().BeFalse();
            container.SecurityContext.ReadOnlyRootFilesystem.Should().BeTrue();
            container.SecurityContext.Capabilities.Drop.Should().Equal("ALL");
            container.Resources.Limits["memory"].Should().Be(container.Resources.Requests["memory"]);
            container.VolumeMounts.Select(mount => mount.Name).Should().BeEquivalentTo(pod.Volumes.Select(volume => volume.Name));
        }
        Manifests.OfType<V1Namespace>().Single().Labels()["pod-security.kubernetes.io/enforce"].Should().Be("restricted");
    }

    [Test]
    public void Selectors_find_the_pods_of_their_stage()
    {
        foreach (var one in Deployments)
        {
            one.Spec.Selector.MatchLabels.Should().BeEquivalentTo(one.Spec.Template.Metadata.Labels);
            Manifests.OfType<V1PodDisruptionBudget>().Single(budget => budget.Name() == one.Name()).Spec.Selector.MatchLabels
                .Should().BeEquivalentTo(one.Spec.Template.Metadata.Labels);
        }
    }

    [TestCase("livenessProbe", "livenesProbe")]
    [TestCase("memory: 384Mi", "memory: 384MiB")]
    [TestCase("apiVersion: apps/v1", "apiVersion: apps/v2")]
    public void Misspelled_manifest_is_found(string right, string wrong)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "storage.yaml"));
        text.Should().Contain(right);

        var read = () => KubernetesYaml.LoadAllFromString(text.Replace(right, wrong, StringComparison.Ordinal), null, strict: true);

        read.Should().Throw<Exception>();
    }

    // The kind is KEDA's, which the client does not know: what can be wrong here is the group, the topic, and the name of the Deployment.
    [Test]
    public void Scalers_watch_groups_and_topics_of_the_program()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, "keda", "scalers.yaml"))));
        var scalers = stream.Documents.Select(document => document.RootNode["spec"]).Select(spec =>
            (Stage: Text(spec["scaleTargetRef"]["name"]), Group: Text(spec["triggers"][0]["metadata"]["consumerGroup"]),
            Topic: Text(spec["triggers"][0]["metadata"]["topic"])));

        scalers.Should().BeEquivalentTo(new[]
        {
            (StageNames.AlertFilter, GroupNames.AlertFilter, TopicNames.Input),
            (StageNames.AlertHandler, GroupNames.AlertHandler, TopicNames.Alerts),
            (StageNames.Storage, GroupNames.Storage, TopicNames.Input),
        });
    }

    static V1Container Container(V1PodSpec pod) => pod.Containers.Single();

    static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    // What `kubectl apply -k` would send, except the configuration, which is made of a file.
    static List<string> Resources()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, "kustomization.yaml"))));
        return [.. ((YamlSequenceNode)stream.Documents[0].RootNode["resources"]).Select(Text)];
    }
}

using StockNow.Contracts.Topics;
using StockNow.Host.Commands;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;
using StockNow.Tests.Support.Guilty;

namespace StockNow.Tests.Architecture;

/// <summary>Who may see whom. Each rule must first reject a type that breaks it.</summary>
sealed class BoundaryTests
{
    static readonly Lazy<IReadOnlyList<UsingType>> Product = new(() =>
        [.. new[] { typeof(TopicNames).Assembly, typeof(StageCatalog).Assembly, typeof(Setup).Assembly }.SelectMany(UsingType.In)]);

    static IEnumerable<TestCaseData> Rules =>
    [
        .. Boundaries.OfFolders.SelectMany(rule => new[] { Of(rule, typeof(GuiltyNeighbour)), Of(rule, typeof(GuiltyShortcut)) }),
        Of(Boundaries.OfAudit, typeof(GuiltyNeighbour)),
        Of(Boundaries.OfContracts, typeof(GuiltyNeighbour)), Of(Boundaries.OfContracts, typeof(GuiltyBorrower)),
        .. Boundaries.OfPackages.Select(rule => Of(rule, typeof(GuiltyBorrower))),
        Of(Boundaries.OfNewPackages, typeof(BoundaryTests)),
        Of(Boundaries.OfConsole, typeof(GuiltyTalker)),
    ];

    [TestCaseSource(nameof(Rules))]
    public void Rule_rejects_the_guilty_and_holds_in_the_product(Boundary rule, Type guilty)
    {
        rule.ViolationsIn(UsingType.Of(guilty)).Should().NotBeEmpty("the rule must be able to fail");
        Product.Value.Should().Contain(type => rule.Holds(type.Namespace), "a rule that holds for nobody proves nothing");

        rule.Violations(Product.Value).Should().BeEmpty(rule.Name);
    }

    [Test]
    public void Every_folder_of_the_product_has_a_row() =>
        Product.Value.Where(type => Boundary.Within(type.Namespace, "StockNow") && Boundaries.Folders.Of(type.Namespace) is null)
            .Select(type => type.Namespace).Distinct().Should().BeEmpty("each of these folders needs a row in docs/ARCHITECTURE.md");

    [Test]
    public void Every_adapter_has_a_row_of_its_own() =>
        AdapterCatalog.All.Select(adapter => adapter.GetType().Namespace!).Distinct()
            .Where(space => Boundaries.Folders.Of(space)?.Namespace != space)
            .Should().BeEmpty("each of these folders needs a row in docs/ARCHITECTURE.md; do not change the row of the folder above it");

    [Test]
    public void A_row_lists_exactly_the_folders_that_its_folder_uses()
    {
        // Constants leave no trace in compiled types, but a directive in the source.
        var used = UsesBetween(space => Boundaries.Folders.Of(space)?.Namespace).Union(SourceFile.All().SelectMany(file => file.Imports.Select(
            import => (From: Boundaries.Folders.Of(file.Namespace)?.Namespace ?? "", To: Boundaries.Folders.Of(import)?.Namespace ?? "")))).ToHashSet();

        foreach (var folder in Boundaries.BuiltFolders.Where(folder => folder.Uses.Count < Boundaries.Folders.Folders.Count))
            used.Where(use => use.From == folder.Namespace && use.To != "" && use.To != folder.Namespace).Select(use => use.To)
                .Should().BeEquivalentTo(folder.Uses, $"that is what the row of {folder.Namespace} says");
    }

    [Test]
    public void No_folders_of_the_first_two_levels_depend_on_each_other_in_a_circle() =>
        CirclesIn(UsesBetween(space => string.Join('.', space.Split('.').Take(space.StartsWith("StockNow.Contracts", StringComparison.Ordinal) ? 2 : 3))))
        .Should().BeEmpty();

    [Test]
    public void A_circle_is_found() =>
        CirclesIn([("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")]).Should().BeEquivalentTo("b", "c");

    [Test]
    public void All_that_is_used_is_seen_wherever_it_is_used() =>
        UsingType.Of(typeof(EveryWayToUse)).Uses.Select(use => use.FullName.Split('.')[^1]).Should().Contain(
        [
            nameof(IDisposable), nameof(UriBuilder), "Comparer`1", nameof(Version), nameof(DateOnly), nameof(TimeOnly), nameof(Guid), nameof(FormatException),
            nameof(System.ComponentModel.DescriptionAttribute), nameof(Half), "Lazy`1", nameof(Environment),
        ]);

    static HashSet<(string From, string To)> UsesBetween(Func<string, string?> folderOf) =>
    [
        .. from type in Product.Value
           where Boundary.Within(type.Namespace, "StockNow")
           from use in type.Uses
           where Boundary.Within(use.Namespace, "StockNow")
           let uses = (From: folderOf(type.Namespace), To: folderOf(use.Namespace))
           where uses.From is not null && uses.To is not null && uses.From != uses.To
           select (uses.From, uses.To),
    ];

    // What is left after all folders without a use, and all that nobody uses, have been taken away again and again.
    static IReadOnlyCollection<string> CirclesIn(HashSet<(string From, string To)> uses)
    {
        var left = uses.ToHashSet();
        while (left.RemoveWhere(use => left.All(other => other.From != use.To) || left.All(other => other.To != use.From)) > 0) { }
        return [.. left.Select(use => use.From).Distinct().Order(StringComparer.Ordinal)];
    }

    static TestCaseData Of(Boundary rule, Type guilty) => new TestCaseData(rule, guilty).SetName($"{rule.Name} ({guilty.Name})");

    [System.ComponentModel.Description("an attribute")]
    sealed class EveryWayToUse(Comparer<Version[]>? comparer) : UriBuilder, IDisposable
    {
        readonly Comparer<Version[]>? _field = comparer;

        public static Func<Task<string>> InALambda { get; } = async () =>
        {
            await Task.Yield();
            try { return Environment.NewLine + typeof(Half); }
            catch (FormatException) { return ""; }
        };

        public DateOnly Parameter(in TimeOnly time, ref Guid? id) => _field is null ? DateOnly.MinValue : default;

        public void Dispose() => _ = new Lazy<int>();
    }
}

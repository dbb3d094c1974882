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
        .. Boundaries.OfStages.SelectMany(rule => new[] { Of(rule, typeof(GuiltyNeighbour)), Of(rule, typeof(GuiltyShortcut)) }),
        .. Boundaries.OfAdapters.SelectMany(rule => new[] { Of(rule, typeof(GuiltyNeighbour)), Of(rule, typeof(GuiltyShortcut)) }),
        Of(Boundaries.OfAudit, typeof(GuiltyNeighbour)), Of(Boundaries.OfAudit, typeof(GuiltyShortcut)),
        Of(Boundaries.OfSeams, typeof(GuiltyNeighbour)), Of(Boundaries.OfSeams, typeof(GuiltyShortcut)),
        Of(Boundaries.OfHosting, typeof(GuiltyNeighbour)), Of(Boundaries.OfHosting, typeof(GuiltyShortcut)),
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
    public void All_that_is_used_is_seen_wherever_it_is_used() =>
        UsingType.Of(typeof(EveryWayToUse)).Uses.Select(use => use.FullName.Split('.')[^1]).Should().Contain(
        [
            nameof(IDisposable), nameof(UriBuilder), "Comparer`1", nameof(Version), nameof(DateOnly), nameof(TimeOnly), nameof(Guid), nameof(FormatException),
            nameof(System.ComponentModel.DescriptionAttribute), nameof(Half), "Lazy`1", nameof(Environment),
        ]);

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

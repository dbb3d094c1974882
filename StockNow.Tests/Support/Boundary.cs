namespace StockNow.Tests.Support;

/// <summary>A rule of the house: what the types of a place may use.</summary>
/// <param name="Name">The rule as a sentence, for the test's name.</param>
/// <param name="Holds">Whom it concerns, by namespace.</param>
/// <param name="Allows">Whether such a type may use another one.</param>
sealed record Boundary(string Name, Func<string, bool> Holds, Func<TypeUse, bool> Allows)
{
    /// <summary>What breaks the rule, as <c>type -> used type</c>.</summary>
    public IReadOnlyList<string> Violations(IEnumerable<UsingType> types) => [.. types.Where(type => Holds(type.Namespace)).SelectMany(ViolationsIn)];

    /// <summary>What would break the rule if the type stood where the rule holds.</summary>
    public IReadOnlyList<string> ViolationsIn(UsingType type) =>
        [.. type.Uses.Where(use => !Allows(use)).Select(use => $"{type.FullName} -> {use.FullName}").Order(StringComparer.Ordinal)];

    public override string ToString() => Name;

    /// <summary>Whether a namespace is this one or lies in it.</summary>
    public static bool Within(string space, string outer) => space == outer || space.StartsWith(outer + ".", StringComparison.Ordinal);
}

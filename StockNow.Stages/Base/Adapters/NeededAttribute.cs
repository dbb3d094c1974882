namespace StockNow.Stages.Base.Adapters;

/// <summary>A setting that has no default, and without which an adapter cannot work when it is chosen.</summary>
/// <param name="example">A value that it may have.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NeededAttribute(string example) : Attribute
{
    /// <summary>A value that it may have.</summary>
    public string Example { get; } = example;
}

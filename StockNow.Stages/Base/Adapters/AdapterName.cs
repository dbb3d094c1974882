namespace StockNow.Stages.Base.Adapters;

/// <summary>The setting that chooses an adapter of <typeparamref name="TSeam"/>. Its values are the names of the adapters that exist.</summary>
/// <param name="Name">The adapter's name.</param>
public readonly record struct AdapterName<TSeam>(string Name) : IAdapterName
    where TSeam : class
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>Any <see cref="AdapterName{TSeam}"/>.</summary>
public interface IAdapterName
{
    /// <summary>The adapter's name.</summary>
    string Name { get; }
}

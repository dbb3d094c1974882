using StockNow.Contracts.Lake;

namespace StockNow.Stages.Lake.Store;

/// <summary>
/// Moves bytes. Keys are relative to the lake's root and '/'-separated. Nothing is ever replaced, and a name is visible only with all its bytes.
/// </summary>
/// <remarks>Opening one writes nothing, and neither does reading. Safe for concurrent use, also by several processes.</remarks>
public interface ILakeStore
{
    /// <summary>What the banner calls it: kind and place; never a secret.</summary>
    string Description { get; }

    /// <summary>Puts a small object where there is none.</summary>
    /// <exception cref="LakeException">The store is away, full or refuses; the caller may try again with the same bytes.</exception>
    Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop);

    /// <summary>An object's bytes, or null when there is none.</summary>
    /// <exception cref="LakeException">The store is away or refuses.</exception>
    Task<byte[]?> GetAsync(string key, CancellationToken stop);

    /// <summary>An object's length in bytes, or null when there is none.</summary>
    /// <exception cref="LakeException">The store is away or refuses.</exception>
    Task<long?> LengthAsync(string key, CancellationToken stop);

    /// <summary>
    /// Names directly in a folder, in ordinal order, strictly after a name, which need not exist. Empty when there is no folder. Where names beyond ASCII
    /// come is the store's own choice.
    /// </summary>
    /// <exception cref="LakeException">The store is away or refuses.</exception>
    IAsyncEnumerable<string> ListFromAsync(string folder, string after, CancellationToken stop);

    /// <summary>All keys below a folder, at any depth, in no order.</summary>
    /// <exception cref="LakeException">The store is away or refuses.</exception>
    IAsyncEnumerable<string> ListAllAsync(string folder, CancellationToken stop);

    /// <summary>Names of the folders directly in a folder, in no order. Empty when there is no folder.</summary>
    /// <exception cref="LakeException">The store is away or refuses.</exception>
    IAsyncEnumerable<string> ListFoldersAsync(string folder, CancellationToken stop);

    /// <summary>Makes a file that lies in the local staging folder visible under a key where there is none. The file may be gone afterwards.</summary>
    /// <exception cref="LakeException">The store is away, full or refuses; the caller may try again.</exception>
    Task<Creation> PublishAsync(string stagedFile, string key, CancellationToken stop);

    /// <summary>Opens an object for reading, seekable.</summary>
    /// <exception cref="LakeException">There is none, or the store is away.</exception>
    Task<Stream> OpenAsync(string key, CancellationToken stop);

    /// <summary>A path for a new local file, to be written and then given to <see cref="PublishAsync"/>. The folder is there.</summary>
    /// <exception cref="LakeException">The folder cannot be made.</exception>
    string NewStagedFile();

    /// <summary>Removes an object below <see cref="LakeLayout.Staging"/>, such as a probe's. None there is no fault.</summary>
    /// <exception cref="LakeException">The store is away or refuses.</exception>
    Task DiscardAsync(string key, CancellationToken stop);

    /// <summary>Removes a data file for good. Only retention does so. None there is no fault.</summary>
    /// <exception cref="LakeException">The store is away or refuses.</exception>
    Task RemoveAsync(string key, CancellationToken stop);

    /// <summary>Where an engine finds an object: a path or a URI.</summary>
    string LocationOf(string key);

    /// <summary>The path of an object on this machine, or null when the store is elsewhere.</summary>
    string? PathOf(string key);
}

/// <summary>What putting an object where there is none came to.</summary>
public enum Creation
{
    /// <summary>It is there now, by this call.</summary>
    Created,

    /// <summary>Something is there already; by another's call, or by an earlier one of ours whose answer was lost.</summary>
    Exists,

    /// <summary>The answer was lost: it may be there or not.</summary>
    Unsure,
}

/// <summary>The lake did not do what was asked; trying again later may help. Says what, where and what to do.</summary>
public sealed class LakeException(string message, Exception? cause = null) : Exception(message, cause);

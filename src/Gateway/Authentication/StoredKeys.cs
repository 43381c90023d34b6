using System.Collections.Frozen;
using Gateway.Ledger.Storage;

namespace Gateway.Authentication;

/// <summary>The stored keys, teams and policies as last read. Immutable.</summary>
internal sealed class StoredKeys
{
    public StoredKeys(AccessData data)
    {
        Data = data;
        ByHash = data.Keys.ToFrozenDictionary(static k => KeyHash.Parse(k.Hash), ApiKeys.From);
    }

    /// <summary>The state without a database, or before it was read.</summary>
    public static StoredKeys None { get; } = new(new AccessData(0, [], [], []));

    public AccessData Data { get; }

    public FrozenDictionary<KeyHash, ApiKey> ByHash { get; }

    /// <summary>True when the stored keys are known. Until then a key missing from the configuration may still be valid.</summary>
    public bool IsRead { get; init; } = true;

    /// <summary>True when callers must present a key even if none is known: a database is configured or exists.</summary>
    public bool IsExpected { get; init; }
}

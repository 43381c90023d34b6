using System.Collections.Frozen;
using Gateway.Storage;

namespace Gateway.Authentication;

/// <summary>What is stored of keys, teams and policies, as it was read last. Immutable.</summary>
internal sealed class StoredKeys
{
    public StoredKeys(AccessData data)
    {
        Data = data;
        ByHash = data.Keys.ToFrozenDictionary(static k => KeyHash.Parse(k.Hash), ApiKeys.From);
    }

    /// <summary>When there is no database, or it was not read yet.</summary>
    public static StoredKeys None { get; } = new(new AccessData(0, [], [], []));

    public AccessData Data { get; }

    public FrozenDictionary<KeyHash, ApiKey> ByHash { get; }

    /// <summary>Whether what is stored is known. Until then a key that is not in the configuration may be good all the same.</summary>
    public bool IsRead { get; init; } = true;

    /// <summary>Whether callers must present a key even where none is known: the operator asked for a database, or there is one.</summary>
    public bool IsExpected { get; init; }
}

using System.Collections.Frozen;
using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>All keys, found by hash.</summary>
internal sealed class KeyRing(IEnumerable<KeyConfig> keys)
{
    private readonly FrozenDictionary<KeyHash, ApiKey> _keys = keys.ToFrozenDictionary(
        k => KeyHash.Parse(k.Sha256),
        k => new ApiKey(k.Name, k.Owner, k.Team, ApiKey.NameOf(k.Reasoning), k.LocalOnly));

    public bool IsEmpty => _keys.Count == 0;

    public ApiKey? Find(in KeyHash hash) => _keys.GetValueOrDefault(hash);
}

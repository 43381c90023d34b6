using System.Collections.Frozen;
using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>All configured and stored keys, found by hash. Immutable: no request waits for a database.</summary>
internal sealed class KeyRing(
    IReadOnlyList<KeyConfig> keys, StoredKeys? stored = null, KeyHasher? hasher = null, FrontEnds? frontEnds = null,
    TimeProvider? time = null)
{
    private readonly FrozenDictionary<KeyHash, ApiKey> _keys = keys.ToFrozenDictionary(static k => KeyHash.Parse(k.Sha256), ApiKeys.From);
    private readonly FrozenDictionary<KeyHash, ApiKey> _stored = (stored ?? StoredKeys.None).ByHash;
    private readonly KeyHasher _hasher = hasher ?? KeyHasher.Plain;

    /// <summary>True when there are no keys and none are expected, so that no caller can have one.</summary>
    public bool IsEmpty => _keys.Count == 0 && _stored.Count == 0 && !Stored.IsExpected;

    /// <summary>True when any key is an admin's, in force or not: what it guarded does not open again.</summary>
    public bool HasAdmin { get; } = keys.Any(static k => k.Role == KeyRole.Admin)
        || (stored ?? StoredKeys.None).Data.Keys.Any(static k => k.Role == KeyRole.Admin);

    public StoredKeys Stored { get; } = stored ?? StoredKeys.None;

    /// <summary>All keys, configured and stored.</summary>
    public IEnumerable<ApiKey> All => _keys.Values.Concat(_stored.Values);

    public FrontEnds FrontEnds { get; } = frontEnds ?? FrontEnds.Unsigned;

    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>Finds the key with this text, in force or not.</summary>
    public ApiKey? Find(ReadOnlySpan<char> presented)
    {
        if (_hasher.TryPeppered(presented, out var peppered) && _stored.TryGetValue(peppered, out var key))
        {
            return key;
        }

        // Configured keys, and those stored before there was a pepper.
        return KeyHash.TryOf(presented, out var plain) ? _keys.GetValueOrDefault(plain) ?? _stored.GetValueOrDefault(plain) : null;
    }
}

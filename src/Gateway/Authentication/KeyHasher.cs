using System.Text;
using Gateway.Configuration;

namespace Gateway.Authentication;

/// <summary>Hashes stored keys, with the server's pepper if there is one.</summary>
internal sealed class KeyHasher
{
    private const int ShortestPepper = 16;

    private readonly byte[]? _pepper;

    private KeyHasher(byte[]? pepper) => _pepper = pepper;

    public static KeyHasher Plain { get; } = new(null);

    public bool IsPeppered => _pepper is not null;

    /// <returns>The hasher, or the reason why there is none: a configured secret that is missing must not be skipped.</returns>
    public static (KeyHasher? Hasher, string? Missing) From(SecretConfig? config)
    {
        if (config is null)
        {
            return (Plain, null);
        }

        var secret = SecretReader.Read(config);
        return secret.Value switch
        {
            null => (null, $"keyPepper: {secret.Missing}."),
            { Length: < ShortestPepper } =>
                (null, $"keyPepper: is shorter than {ShortestPepper} characters. Make one with: openssl rand -base64 32"),
            var value => (new KeyHasher(Encoding.UTF8.GetBytes(value)), null),
        };
    }

    /// <summary>Computes the hash under which a new key is stored.</summary>
    public KeyHash Hash(string key) =>
        TryPeppered(key, out var peppered) || KeyHash.TryOf(key, out peppered)
            ? peppered
            : throw new ArgumentException("The key is too long.", nameof(key));

    /// <returns>True when there is a pepper and the text can be a key.</returns>
    public bool TryPeppered(ReadOnlySpan<char> key, out KeyHash hash)
    {
        hash = default;
        return _pepper is not null && KeyHash.TryOf(key, _pepper, out hash);
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Authentication;

/// <summary>The SHA-256 of an API key: all that the gateway keeps of it. Compared whole and in constant time.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct KeyHash : IEquatable<KeyHash>
{
    // Longer than any key; a longer header is not a key and not worth hashing.
    private const int MaxKeyBytes = 512;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    public static bool TryOf(ReadOnlySpan<char> key, out KeyHash hash) => TryOf(key, [], out hash);

    /// <param name="key">The presented text.</param>
    /// <param name="pepper">A secret that goes into the hash (HMAC-SHA-256); empty for none (SHA-256).</param>
    /// <param name="hash">The hash.</param>
    /// <returns>True when the text can be a key.</returns>
    public static bool TryOf(ReadOnlySpan<char> key, ReadOnlySpan<byte> pepper, out KeyHash hash)
    {
        hash = default;
        Span<byte> utf8 = stackalloc byte[MaxKeyBytes];
        if (key.Length > MaxKeyBytes || !Encoding.UTF8.TryGetBytes(key, utf8, out var length))
        {
            return false;
        }

        var into = MemoryMarshal.AsBytes(new Span<KeyHash>(ref hash));
        _ = pepper.IsEmpty ? SHA256.HashData(utf8[..length], into) : HMACSHA256.HashData(pepper, utf8[..length], into);
        utf8[..length].Clear();
        return true;
    }

    public static KeyHash Parse(string hex)
    {
        var hash = default(KeyHash);
        Convert.FromHexString(hex, MemoryMarshal.AsBytes(new Span<KeyHash>(ref hash)), out _, out _);
        return hash;
    }

    public bool Equals(KeyHash other) => CryptographicOperations.FixedTimeEquals(Bytes(in this), Bytes(in other));

    public override bool Equals(object? obj) => obj is KeyHash other && Equals(other);

    public override int GetHashCode() => _a.GetHashCode();

    public override string ToString() => Convert.ToHexStringLower(Bytes(in this));

    private static ReadOnlySpan<byte> Bytes(in KeyHash hash) => MemoryMarshal.AsBytes(new ReadOnlySpan<KeyHash>(in hash));
}

using System.Text;

namespace Gateway.Ledger.Journal;

/// <summary>Caches recently read names, so that a name found in every record is not allocated each time.</summary>
internal sealed class NamePool
{
    // A power of two. A name replaces whatever has the same slot, so this never grows.
    private const int Places = 1024;

    private readonly string?[] _names = new string?[Places];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        ref var place = ref _names[Checksum.Of(0, utf8) & (Places - 1)];
        return place is { } name && IsSame(name, utf8) ? name : place = Encoding.UTF8.GetString(utf8);
    }

    private static bool IsSame(string name, ReadOnlySpan<byte> utf8)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(name, bytes, out var written) && bytes[..written].SequenceEqual(utf8);
    }
}

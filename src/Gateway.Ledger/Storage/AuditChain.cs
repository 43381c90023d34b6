using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Ledger.Storage;

/// <summary>The hash that chains the audit log.</summary>
internal static class AuditChain
{
    public static string Start { get; } = new('0', 64);

    /// <summary>
    /// Hashes an entry: everything in it except the hash itself, each part preceded by its length, so that text
    /// cannot move from one part to another.
    /// </summary>
    public static string HashOf(string previous, long number, long at, params ReadOnlySpan<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> figure = stackalloc byte[sizeof(long)];
        hash.AppendData(Convert.FromHexString(previous));
        foreach (var value in new[] { number, at })
        {
            BinaryPrimitives.WriteInt64BigEndian(figure, value);
            hash.AppendData(figure);
        }

        foreach (var part in parts)
        {
            var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
            // A missing part differs from an empty text.
            BinaryPrimitives.WriteInt64BigEndian(figure, part is null ? -1 : bytes.Length);
            hash.AppendData(figure);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>True when an entry follows the one before it and is as it was written.</summary>
    public static bool Holds(AuditRow row, long number, string previous) =>
        row.Number == number
        && row.PreviousHash == previous
        && row.Hash == HashOf(previous, row.Number, row.At, row.By, row.From, row.Action, row.Target, row.Before, row.After);
}

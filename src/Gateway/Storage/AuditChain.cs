using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Storage;

/// <summary>The hash that chains the audit log.</summary>
internal static class AuditChain
{
    public static string Start { get; } = new('0', 64);

    /// <summary>The hash of an entry: of everything in it but itself, each part with its length before it, so that none can lend to another.</summary>
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
            // Nothing is something else than an empty text.
            BinaryPrimitives.WriteInt64BigEndian(figure, part is null ? -1 : bytes.Length);
            hash.AppendData(figure);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether an entry follows the one before it and is as it was written.</summary>
    public static bool Holds(AuditRow row, long number, string previous) =>
        row.Number == number
        && row.PreviousHash == previous
        && row.Hash == HashOf(previous, row.Number, row.At, row.By, row.From, row.Action, row.Target, row.Before, row.After);
}

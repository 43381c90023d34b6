using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Records;

namespace Gateway.Ledger.Store.Sums;

/// <summary>
/// The subject of a row of the sums: a value for each dimension, and the currency of the price; or a value for one dimension only. Most
/// questions ask for one dimension, and then need a tenth of the rows.
/// </summary>
/// <param name="Kind"><see cref="Whole"/>, or the number of the one dimension with a value, plus 1.</param>
/// <param name="Values">The values, indexed by <see cref="UsageDimension"/>.</param>
/// <param name="Currency">The currency of the price; null for none.</param>
internal sealed record UsageGroup(int Kind, string?[] Values, string? Currency)
{
    /// <summary>The kind in which all dimensions have their value.</summary>
    public const int Whole = 0;

    // The dimensions of the first version; the stored numbers of groups depend on them.
    private const int FirstDimensions = 8;

    public static int KindOf(UsageDimension dimension) => (int)dimension + 1;

    public static UsageGroup Of(UsageRecord record)
    {
        var values = new string?[RecordFields.Dimensions.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = RecordFields.Dimensions[i].Column.ValueOf(record) as string;
        }

        return new UsageGroup(Whole, values, StoredText.Of(record.Cost?.Currency));
    }

    public UsageGroup Only(UsageDimension dimension)
    {
        var values = new string?[Values.Length];
        values[(int)dimension] = Values[(int)dimension];
        return new UsageGroup(KindOf(dimension), values, Currency);
    }

    /// <summary>
    /// Computes the group's number from its values. Every replica gets the same number without asking, and no lookup can go out of date.
    /// With a million groups, one of 30 million installations has two groups with the same number.
    /// </summary>
    public long Id()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Kind);
        foreach (var value in Values.AsSpan(0, FirstDimensions))
        {
            Append(hash, value);
        }

        Append(hash, Currency);
        // A dimension added later does not change groups that have no value for it.
        for (var later = FirstDimensions; later < Values.Length; later++)
        {
            if (Values[later] is { } value)
            {
                Append(hash, later);
                Append(hash, value);
            }
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }

    public bool Equals(UsageGroup? other) =>
        other is not null && Kind == other.Kind && Currency == other.Currency && Values.AsSpan().SequenceEqual(other.Values);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        hash.Add(Currency);
        foreach (var value in Values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    // A missing value differs from an empty text.
    private static void Append(IncrementalHash hash, string? value)
    {
        var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
        Append(hash, value is null ? -1 : bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}

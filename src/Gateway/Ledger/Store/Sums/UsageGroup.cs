using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Records;

namespace Gateway.Ledger.Store.Sums;

/// <summary>
/// What a row of the sums is about: a value of each dimension and the currency of the price; or of one dimension alone, which is what
/// most questions ask for, in a tenth of the rows.
/// </summary>
/// <param name="Kind"><see cref="Whole"/>, or 1 more than the one dimension that has a value.</param>
/// <param name="Values">By <see cref="UsageDimension"/>.</param>
/// <param name="Currency">The currency of the price; null for none.</param>
internal sealed record UsageGroup(int Kind, string?[] Values, string? Currency)
{
    /// <summary>All dimensions have their value.</summary>
    public const int Whole = 0;

    // Those of the first version; the numbers of groups that are stored follow from them.
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
    /// Its number, which follows from its values: every replica comes to the same without asking, and nothing that was looked up
    /// can go out of date. With a million groups two share a number once in 30 million installations.
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
        // A dimension that came later changes no group that has no value of it.
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

    // Nothing is something else than an empty text.
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

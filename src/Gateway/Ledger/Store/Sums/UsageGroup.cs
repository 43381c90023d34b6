using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Records;

namespace Gateway.Ledger.Store.Sums;

/// <summary>
/// What a row of the sums is about: a value of each dimension and the currency of the price; or of one dimension alone, which is what
/// most questions ask for, in a tenth of the rows.
/// </summary>
internal sealed record UsageGroup
{
    /// <summary>All dimensions have their value.</summary>
    public const int Whole = 0;

    /// <summary><see cref="Whole"/>, or 1 more than the one dimension that has a value.</summary>
    public required int Kind { get; init; }

    public string? Team { get; init; }

    public string? Owner { get; init; }

    public string? Key { get; init; }

    public string? Tag { get; init; }

    public string? Model { get; init; }

    public string? Backend { get; init; }

    public string? Client { get; init; }

    public string? Status { get; init; }

    public string? Currency { get; init; }

    public static int KindOf(UsageDimension dimension) => (int)dimension + 1;

    public static UsageGroup Of(UsageRecord record) => new()
    {
        Kind = Whole,
        Team = StoredText.Of(record.Team),
        Owner = StoredText.Of(record.Owner),
        Key = StoredText.Of(record.Key),
        Tag = StoredText.Of(record.Tag),
        Model = StoredText.Of(record.Model),
        Backend = StoredText.Of(record.Backend),
        Client = StoredText.Of(record.Client),
        Status = UsageWords.Of(record.End),
        Currency = StoredText.Of(record.Cost?.Currency),
    };

    public UsageGroup Only(UsageDimension dimension)
    {
        var only = new UsageGroup { Kind = KindOf(dimension), Currency = Currency };
        return dimension switch
        {
            UsageDimension.Team => only with { Team = Team },
            UsageDimension.Owner => only with { Owner = Owner },
            UsageDimension.Key => only with { Key = Key },
            UsageDimension.Tag => only with { Tag = Tag },
            UsageDimension.Model => only with { Model = Model },
            UsageDimension.Backend => only with { Backend = Backend },
            UsageDimension.Client => only with { Client = Client },
            _ => only with { Status = Status },
        };
    }

    /// <summary>
    /// Its number, which follows from its values: every replica comes to the same without asking, and nothing that was looked up
    /// can go out of date. With a million groups two share a number once in 30 million installations.
    /// </summary>
    public long Id()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, Kind);
        hash.AppendData(number);
        foreach (var value in (ReadOnlySpan<string?>)[Team, Owner, Key, Tag, Model, Backend, Client, Status, Currency])
        {
            var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
            // Nothing is something else than an empty text.
            BinaryPrimitives.WriteInt32BigEndian(number, value is null ? -1 : bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }
}

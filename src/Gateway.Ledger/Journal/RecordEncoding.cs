using Gateway.Ledger.Records;

namespace Gateway.Ledger.Journal;

/// <summary>
/// Encodes a record as bytes: a version, its key, and its fields by tag. A newer gateway reads what an older one left behind; an older one
/// reads what it knows of a newer one's records.
/// </summary>
internal static class RecordEncoding
{
    // Increase this only if the bytes around the fields change: a new field needs only a new tag.
    private const byte Version = 3;

    private const int HeadSize = 21;

    /// <summary>The most bytes a record takes.</summary>
    public static int MaxSize(UsageRecord record)
    {
        var size = HeadSize;
        foreach (var field in RecordFields.All)
        {
            size += FieldWriter.MaxNumber + FieldWriter.MaxSize(field.Text?.Invoke(record));
        }

        return size;
    }

    /// <returns>The number of bytes written.</returns>
    public static int Write(UsageRecord record, Span<byte> buffer)
    {
        var to = new FieldWriter(buffer);
        to.Byte(Version);
        to.Id(new RecordId(record.Request, record.Answer));
        foreach (var field in RecordFields.All)
        {
            if (field.Number is not null)
            {
                if (field.Number(record) is { } number)
                {
                    to.Number(field.Tag, number);
                }
            }
            else if (field.Text!(record) is { } text)
            {
                to.Text(field.Tag, text);
            }
        }

        return to.Length;
    }

    /// <summary>Reads only the id.</summary>
    public static RecordId ReadId(ReadOnlySpan<byte> bytes)
    {
        var from = new FieldReader(bytes);
        Expect(from.Byte());
        return from.Id();
    }

    /// <exception cref="InvalidDataException">The bytes are not a record, or are of an unknown version.</exception>
    public static UsageRecord Read(ReadOnlySpan<byte> bytes, NamePool names)
    {
        var from = new FieldReader(bytes);
        var version = Expect(from.Byte());
        var id = from.Id();
        if (version != Version)
        {
            return new PositionalRecord(from, names).Read(id, version);
        }

        var record = UsageRecord.Blank(id.Request, id.Answer);
        while (from.TryTag(out var tag, out var isText))
        {
            var field = RecordFields.OfTag(tag);
            if (!isText)
            {
                var number = from.Number();
                field?.SetNumber?.Invoke(record, number);
            }
            else if (from.Text() is var text && field?.SetText is { } set)
            {
                set(record, names.Get(text));
            }
        }

        return record;
    }

    private static byte Expect(byte version) => version is PositionalRecord.First or PositionalRecord.Second or Version
        ? version
        : throw new InvalidDataException($"A record of version {version} is not known here; those up to {Version} are.");
}

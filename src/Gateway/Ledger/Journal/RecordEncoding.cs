using Gateway.Ledger.Records;

namespace Gateway.Ledger.Journal;

/// <summary>
/// A record as bytes: a version, its key, and its fields by their tags. What an older gateway left behind is read by a newer one, and by
/// an older one as much of a newer one's as it knows.
/// </summary>
internal static class RecordEncoding
{
    // One more only if what stands around the fields changes: a new field is a new tag.
    private const byte Version = 3;

    private const int HeadSize = 21;

    /// <summary>What a record takes at most.</summary>
    public static int MaxSize(UsageRecord record)
    {
        var size = HeadSize;
        foreach (var field in RecordFields.All)
        {
            size += FieldWriter.MaxNumber + FieldWriter.MaxSize(field.Text?.Invoke(record));
        }

        return size;
    }

    /// <returns>How many bytes were written.</returns>
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

    /// <summary>The id alone.</summary>
    public static RecordId ReadId(ReadOnlySpan<byte> bytes)
    {
        var from = new FieldReader(bytes);
        Expect(from.Byte());
        return from.Id();
    }

    /// <exception cref="InvalidDataException">It is no record, or one of a version that is not known.</exception>
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

using System.Buffers.Binary;

namespace Gateway.Ledger.Journal;

/// <summary>Reads what <see cref="FieldWriter"/> wrote. What is no such thing throws <see cref="InvalidDataException"/>.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes, NamePool names)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() != 0;

    public RecordId Id()
    {
        var id = Take(20);
        return new RecordId(new Guid(id[..16]), BinaryPrimitives.ReadInt32LittleEndian(id[16..]));
    }

    public long Number() => UnZigZag(Unsigned());

    public int Int() => checked((int)Number());

    public int? Maybe() => Unsigned() is > 0 and var value ? checked((int)UnZigZag(value - 1)) : null;

    public string? Text()
    {
        var length = Unsigned();
        return length switch
        {
            0 => null,
            <= FieldWriter.MaxChars * 3 + 1 => names.Get(Take((int)length - 1)),
            _ => throw new InvalidDataException("A text is longer than any."),
        };
    }

    public string Name() => Text() ?? throw new InvalidDataException("A name is missing.");

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number has no end.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_bytes.Length - _at < count)
        {
            throw new InvalidDataException("The record ends too early.");
        }

        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }
}

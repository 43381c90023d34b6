using System.Buffers.Binary;

namespace Gateway.Ledger.Journal;

/// <summary>Reads what <see cref="FieldWriter"/> wrote. Throws <see cref="InvalidDataException"/> for anything else.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Decodes a number whose sign is in the lowest bit.</summary>
    public static long Signed(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    public byte Byte() => Take(1)[0];

    public RecordId Id()
    {
        var id = Take(20);
        return new RecordId(new Guid(id[..16]), BinaryPrimitives.ReadInt32LittleEndian(id[16..]));
    }

    /// <summary>Reads the tag of the next field. Its value has to be read next, whether or not the tag is known. Tags begin at 1.</summary>
    /// <returns>False when there are no more fields.</returns>
    public bool TryTag(out int tag, out bool isText)
    {
        var key = _at < _bytes.Length ? Unsigned() : 0;
        (tag, isText) = ((int)Math.Min(key >> 1, int.MaxValue), (key & 1) == 1);
        return key != 0;
    }

    public long Number() => Signed(Unsigned());

    /// <summary>Reads a text in UTF-8.</summary>
    public ReadOnlySpan<byte> Text() => Take(Unsigned());

    public ulong Unsigned()
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

    public ReadOnlySpan<byte> Take(ulong count)
    {
        if ((ulong)(_bytes.Length - _at) < count)
        {
            throw new InvalidDataException("The record ends too early.");
        }

        var taken = _bytes.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Gateway.Ledger.Journal;

/// <summary>
/// Writes a record into a buffer that is large enough. A field is its tag, a bit for number or text, and the value. There are only these
/// two kinds, so that a reader can step over an unknown tag.
/// </summary>
internal ref struct FieldWriter(Span<byte> buffer)
{
    /// <summary>The most characters of a text. Longer ones are cut; names in the configuration are far shorter.</summary>
    public const int MaxChars = 1000;

    /// <summary>The most bytes a field takes besides the characters of a text: its tag, and a number of 64 bits.</summary>
    public const int MaxNumber = 3 + 10;

    private const int MaxBytesOfAChar = 3;

    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    /// <summary>The most bytes the characters of a text take.</summary>
    public static int MaxSize(string? text) => Math.Min(text?.Length ?? 0, MaxChars) * MaxBytesOfAChar;

    public void Byte(byte value) => _buffer[Length++] = value;

    public void Id(RecordId id)
    {
        id.Request.TryWriteBytes(_buffer[Length..]);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[(Length + 16)..], id.Answer);
        Length += 20;
    }

    // Seven bits per byte, with the sign in the lowest bit: small numbers, which most are, take one or two bytes.
    public void Number(int tag, long value)
    {
        Unsigned((ulong)tag << 1);
        Unsigned((ulong)((value << 1) ^ (value >> 63)));
    }

    public void Text(int tag, string text)
    {
        var chars = text.AsSpan(0, Math.Min(text.Length, MaxChars));
        // Do not write half a character: when the cut splits a surrogate pair, its first half is left out.
        if (chars.Length < text.Length && char.IsHighSurrogate(chars[^1]))
        {
            chars = chars[..^1];
        }

        Unsigned(((ulong)tag << 1) | 1);
        Unsigned((ulong)Encoding.UTF8.GetByteCount(chars));
        Length += Encoding.UTF8.GetBytes(chars, _buffer[Length..]);
    }

    private void Unsigned(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Gateway.Ledger.Journal;

/// <summary>Writes the fields of a record into a buffer that is large enough.</summary>
internal ref struct FieldWriter(Span<byte> buffer)
{
    /// <summary>Longer names are cut: those of the configuration are far shorter.</summary>
    public const int MaxChars = 1000;

    private const int MaxBytesOfAChar = 3;

    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    /// <summary>What a text takes at most.</summary>
    public static int MaxSize(string? text) => MaxBytesOfAChar + Math.Min(text?.Length ?? 0, MaxChars) * MaxBytesOfAChar;

    public void Byte(byte value) => _buffer[Length++] = value;

    public void Id(RecordId id)
    {
        id.Request.TryWriteBytes(_buffer[Length..]);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[(Length + 16)..], id.Answer);
        Length += 20;
    }

    // Seven bits a byte, the sign in the lowest: small numbers, which most are, take one or two bytes.
    public void Number(long value) => Unsigned(ZigZag(value));

    /// <summary>A number that may be missing, which is not 0.</summary>
    public void Maybe(int? value) => Unsigned(value is { } number ? ZigZag(number) + 1 : 0);

    /// <summary>A text that may be missing, which is not the empty one.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Unsigned(0);
            return;
        }

        var chars = text.AsSpan(0, Math.Min(text.Length, MaxChars));
        // Half a character is none: a cut between the two halves of one leaves the first out.
        if (chars.Length < text.Length && char.IsHighSurrogate(chars[^1]))
        {
            chars = chars[..^1];
        }

        Unsigned((ulong)Encoding.UTF8.GetByteCount(chars) + 1);
        Length += Encoding.UTF8.GetBytes(chars, _buffer[Length..]);
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

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

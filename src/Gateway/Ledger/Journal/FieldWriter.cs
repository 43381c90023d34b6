using System.Buffers.Binary;
using System.Text;

namespace Gateway.Ledger.Journal;

/// <summary>
/// Writes a record into a buffer that is large enough. A field is its tag, a bit that says whether a number or a text follows, and that.
/// There are no more than these two, so that who does not know a tag can step over it.
/// </summary>
internal ref struct FieldWriter(Span<byte> buffer)
{
    /// <summary>Longer names are cut: those of the configuration are far shorter.</summary>
    public const int MaxChars = 1000;

    /// <summary>What a field takes at most without the characters of a text: its tag, and a number of 64 bits.</summary>
    public const int MaxNumber = 3 + 10;

    private const int MaxBytesOfAChar = 3;

    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    /// <summary>What the characters of a text take at most.</summary>
    public static int MaxSize(string? text) => Math.Min(text?.Length ?? 0, MaxChars) * MaxBytesOfAChar;

    public void Byte(byte value) => _buffer[Length++] = value;

    public void Id(RecordId id)
    {
        id.Request.TryWriteBytes(_buffer[Length..]);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[(Length + 16)..], id.Answer);
        Length += 20;
    }

    // Seven bits a byte, the sign in the lowest: small numbers, which most are, take one or two bytes.
    public void Number(int tag, long value)
    {
        Unsigned((ulong)tag << 1);
        Unsigned((ulong)((value << 1) ^ (value >> 63)));
    }

    public void Text(int tag, string text)
    {
        var chars = text.AsSpan(0, Math.Min(text.Length, MaxChars));
        // Half a character is none: a cut between the two halves of one leaves the first out.
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

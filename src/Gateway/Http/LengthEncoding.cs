using System.Text;

namespace Gateway.Http;

/// <summary>
/// Makes the server read Content-Length as digits only. By default it also accepts a sign, which a proxy in front of it may treat as no
/// length at all; the two then disagree on where the request ends.
/// </summary>
internal sealed class LengthEncoding : Encoding
{
    public static LengthEncoding Digits { get; } = new();

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var read = (char)bytes[i];
            // A non-digit becomes a character that no number contains.
            chars[i] = char.IsAsciiDigit(read) ? read : '\uFFFD';
        }

        return bytes.Length;
    }

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(char[] chars, int index, int count) => ASCII.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => charCount;
}

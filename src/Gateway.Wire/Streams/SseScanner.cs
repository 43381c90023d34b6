namespace Gateway.Wire.Streams;

/// <summary>Finds lines in bytes that may end anywhere: inside a line, a character, or a two-byte line end.</summary>
internal static class SseScanner
{
    private const byte Lf = (byte)'\n';
    private const byte Cr = (byte)'\r';

    // What a stream may begin with, apart from comments. llama.cpp's server sends the last one.
    private static readonly byte[][] Beginnings =
        ["data:"u8.ToArray(), "event:"u8.ToArray(), "id:"u8.ToArray(), "retry:"u8.ToArray(), ":"u8.ToArray(), "error:"u8.ToArray()];

    /// <summary>Takes the next whole line.</summary>
    /// <param name="bytes">The rest of the input.</param>
    /// <param name="line">The line without its end.</param>
    /// <param name="length">The length of the line with its end.</param>
    /// <param name="endsAtCr">True when lines were seen to end with CR alone, so that a CR at the end of the
    /// input is not half of CR LF.</param>
    /// <returns>False when no line is complete yet.</returns>
    public static bool TryReadLine(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> line, out int length, bool endsAtCr = false)
    {
        // One vectorised search per event.
        var end = bytes.IndexOfAny(Lf, Cr);
        var isCr = end >= 0 && bytes[end] == Cr;
        if (end < 0 || (isCr && end == bytes.Length - 1 && !endsAtCr))
        {
            line = default;
            length = 0;
            return false;
        }

        line = bytes[..end];
        length = end + (isCr && end + 1 < bytes.Length && bytes[end + 1] == Lf ? 2 : 1);
        return true;
    }

    /// <summary>True when a line ended with CR alone, which few clients can read.</summary>
    public static bool EndsWithCr(ReadOnlySpan<byte> lineAndEnd) => lineAndEnd[^1] == Cr;

    /// <summary>True when the bytes contain a line end, or end with the first half of one.</summary>
    public static bool HasLineEnd(ReadOnlySpan<byte> bytes) => bytes.ContainsAny(Lf, Cr);

    /// <summary>
    /// True when an empty line follows, so that this line is the last of its event. Bytes that have not arrived yet may be anything.
    /// </summary>
    public static bool IsBeforeBlank(ReadOnlySpan<byte> rest) => rest is [Lf or Cr, ..];

    /// <summary>True when the bytes begin an event stream, whatever its label.</summary>
    /// <returns>Null when only the next bytes will show.</returns>
    public static bool? BeginsStream(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        bytes = (bytes.StartsWith(mark) ? bytes[mark.Length..] : bytes).TrimStart(" \t\r\n"u8);
        var isOpen = bytes.Length < mark.Length && mark.StartsWith(bytes);
        foreach (var beginning in Beginnings)
        {
            if (bytes.StartsWith(beginning))
            {
                return true;
            }

            isOpen |= beginning.AsSpan().StartsWith(bytes);
        }

        return isOpen ? null : false;
    }
}

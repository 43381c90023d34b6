namespace Gateway.Streaming;

/// <summary>Finds lines in bytes that may end anywhere: inside a line, a character, or a line end of two bytes.</summary>
internal static class SseScanner
{
    /// <summary>Takes the next whole line.</summary>
    /// <param name="bytes">What is left of the input.</param>
    /// <param name="line">The line without its end.</param>
    /// <param name="length">How many bytes the line and its end take.</param>
    /// <returns>False when no line is whole yet.</returns>
    public static bool TryReadLine(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> line, out int length)
    {
        // One vectorised search per event. A lone CR as a line end, which the SSE standard allows, no backend was seen to send.
        var end = bytes.IndexOf((byte)'\n');
        length = end + 1;
        if (end < 0)
        {
            line = default;
            return false;
        }

        line = end > 0 && bytes[end - 1] == (byte)'\r' ? bytes[..(end - 1)] : bytes[..end];
        return true;
    }
}

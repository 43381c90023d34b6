using System.Text;

namespace Gateway.Wire.Streams;

/// <summary>Classifies the lines of a stream that are neither data nor comments.</summary>
internal static class StreamLine
{
    public static StreamLineKind Of(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)'{' or (byte)'[')
        {
            return StreamLineKind.Json;
        }

        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        if (Ascii.EqualsIgnoreCase(name, "error"u8))
        {
            return StreamLineKind.Error;
        }

        if (name.SequenceEqual("event"u8))
        {
            return IsErrorName(value) ? StreamLineKind.ErrorName : StreamLineKind.Field;
        }

        return name.SequenceEqual("id"u8) || name.SequenceEqual("retry"u8) ? StreamLineKind.Field
            : name.SequenceEqual("data"u8) || (colon > 0 && IsName(name)) ? StreamLineKind.Ignored
            : StreamLineKind.Text;
    }

    // `error`, and the variants that other servers use: `stream_error`, `Error`.
    private static bool IsErrorName(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> word = "error"u8;
        for (var at = 0; at + word.Length <= value.Length; at++)
        {
            if (Ascii.EqualsIgnoreCase(value.Slice(at, word.Length), word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'-' or (byte)'_'))
            {
                return false;
            }
        }

        return true;
    }
}

using System.Buffers;
using Gateway.Wire.Bytes;

namespace Gateway.Attempts;

/// <summary>
/// Turns a complete chat answer into a stream, for a backend that cannot stream. The stream is one event. The stream repair then turns its
/// message into a delta, names the event and splits it where needed.
/// </summary>
internal static class AnswerEvents
{
    /// <param name="body">A body that was found to be an answer.</param>
    public static PooledBuffer Of(byte[] body)
    {
        // A stream line contains no line breaks. In JSON they only occur between tokens.
        body.AsSpan().Replace((byte)'\n', (byte)' ');
        body.AsSpan().Replace((byte)'\r', (byte)' ');
        var output = new PooledBuffer();
        output.Write("data: "u8);
        output.Append(body);
        output.Write("\n\ndata: [DONE]\n\n"u8);
        return output;
    }
}

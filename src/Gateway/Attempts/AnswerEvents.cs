using System.Buffers;
using Gateway.Protocol;

namespace Gateway.Attempts;

/// <summary>
/// Makes a stream of a whole chat answer, for a backend that streams nothing. It is one event; the repair of streams makes its message what
/// is added, gives it its name, and takes out of it what belongs into others.
/// </summary>
internal static class AnswerEvents
{
    /// <param name="body">The answer, which was found to be one.</param>
    public static PooledBuffer Of(byte[] body)
    {
        // A line of a stream has no ends in it. In JSON they stand between its parts only.
        body.AsSpan().Replace((byte)'\n', (byte)' ');
        body.AsSpan().Replace((byte)'\r', (byte)' ');
        var output = new PooledBuffer();
        output.Write("data: "u8);
        output.Append(body);
        output.Write("\n\ndata: [DONE]\n\n"u8);
        return output;
    }
}

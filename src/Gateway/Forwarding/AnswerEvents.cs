using System.Buffers;
using System.Text.Json;
using Gateway.Protocol;

namespace Gateway.Forwarding;

/// <summary>
/// Makes a stream of a whole chat answer, for a backend that streams nothing. It is one event, in which the message stands as what is
/// added; the repair of streams takes out of it what belongs into others.
/// </summary>
internal static class AnswerEvents
{
    private static readonly byte[] Delta = "\"delta\""u8.ToArray();
    private static readonly byte[] Chunk = "\"chat.completion.chunk\""u8.ToArray();

    /// <param name="body">The answer, which was found to be one.</param>
    public static PooledBuffer Of(byte[] body)
    {
        // A line of a stream has no ends in it. In JSON they stand between its parts only.
        body.AsSpan().Replace((byte)'\n', (byte)' ');
        body.AsSpan().Replace((byte)'\r', (byte)' ');
        var edits = new ByteEdits();
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = RequestHeadReader.MaxDepth });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("choices"u8))
            {
                json.Read();
                RenameMessages(ref json, edits);
            }
            else
            {
                var isObject = json.ValueTextEquals("object"u8);
                json.Read();
                var start = (int)json.TokenStartIndex;
                json.Skip();
                if (isObject)
                {
                    edits.Replace(start, (int)json.BytesConsumed - start, Chunk);
                }
            }
        }

        var output = new PooledBuffer();
        output.Write("data: "u8);
        edits.Apply(body, output);
        output.Write("\n\ndata: [DONE]\n\n"u8);
        return output;
    }

    private static void RenameMessages(ref Utf8JsonReader json, ByteEdits edits)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("message"u8))
                {
                    edits.Replace((int)json.TokenStartIndex, json.ValueSpan.Length + 2, Delta);
                }

                json.Skip();
            }
        }
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;

namespace Gateway.Tests.Wire.Streams;

/// <summary>Reads answers that are not streamed, as the gateway does.</summary>
internal static class Bodies
{
    /// <summary>What the client gets of an answer that is one.</summary>
    public static JsonElement Mend(string body, bool thinks = false)
    {
        var edits = new ByteEdits();
        Assert.Equal(
            AnswerKind.Content, AnswerReader.ReadBody(Encoding.UTF8.GetBytes(body), AnyShapeIsStrictTests.NewState(thinks), edits));
        var mended = new ArrayBufferWriter<byte>();
        edits.Apply(Encoding.UTF8.GetBytes(body), mended);
        return JsonDocument.Parse(mended.WrittenMemory).RootElement;
    }

    /// <summary>The message of an answer whose message is given.</summary>
    public static JsonElement MendMessage(string message, bool thinks = false) =>
        Mend($$"""{"choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}]}""", thinks).GetProperty("choices")[0].GetProperty(
            "message");
}

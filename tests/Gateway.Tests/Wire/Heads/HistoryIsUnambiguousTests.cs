using System.Text;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

/// <summary>Inside messages, too, a key that the gateway reads occurs once, and no renaming makes it occur twice.</summary>
public sealed class HistoryIsUnambiguousTests
{
    [Theory]
    [InlineData("""{"role":"user","content":"a","content":"b"}""", "messages[0].content")]
    [InlineData("""{"content":[{"image_url":{"url":"data:,"},"image_url":{"url":"https://a"}}]}""", "messages[0].content[].image_url")]
    [InlineData("""{"content":[{"image_url":{"url":"data:,","url":"https://a"}}]}""", "messages[0].content[].image_url.url")]
    public void KeyThatIsRead_StandingTwice_IsRefused(string message, string param)
    {
        var error = RequestHeadReader.Read(Encoding.UTF8.GetBytes($$"""{"model":"m","messages":[{{message}}]}"""), new RequestHead());
        Assert.Equal(("duplicate_key", param), (error?.Code, error?.Param));
    }

    [Fact]
    public void Message_WithBothFieldsOfReasoning_KeepsBoth()
    {
        var body = """{"model":"m","messages":[{"reasoning":"a","reasoning_content":"a"},{"reasoning":"b"}]}"""u8.ToArray();
        var head = new RequestHead();
        Assert.Null(RequestHeadReader.Read(body, head));
        var edits = new ByteEdits();
        RequestBody.NameReasoning(body, head, "\"reasoning_content\""u8.ToArray(), edits);
        var output = new PooledBuffer();
        edits.Apply(body, output);
        Assert.Equal(
            """{"model":"m","messages":[{"reasoning":"a","reasoning_content":"a"},{"reasoning_content":"b"}]}""",
            Encoding.UTF8.GetString(output.Span));
    }
}

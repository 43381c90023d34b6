using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

public class MediaIsFoundTests
{
    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}""", (int)MediaKind.InlineImage)]
    [InlineData("""{"type":"image_url","image_url":{"detail":"low","url":"DATA:image/png;base64,AAAA"}}""", (int)MediaKind.InlineImage)]
    [InlineData("""{"type":"image_url","image_url":"data:image/png;base64,AAAA"}""", (int)MediaKind.InlineImage)]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://example.org/a.png"}}""", (int)MediaKind.RemoteImage)]
    [InlineData("""{"type":"image_url","image_url":"http://example.org/a.png"}""", (int)MediaKind.RemoteImage)]
    [InlineData("""{"type":"image_url","image_url":{"url":"dat"}}""", (int)MediaKind.RemoteImage)]
    [InlineData("""{"type":"image_url","image_url":{"url":"d\u0061ta:image/png;base64,AAAA"}}""", (int)MediaKind.RemoteImage)]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}""", (int)MediaKind.Audio)]
    [InlineData("""{"type":"audio_url","audio_url":{"url":"https://example.org/a.wav"}}""", (int)MediaKind.Audio)]
    [InlineData("""{"type":"text","text":"data:image/png"}""", (int)MediaKind.None)]
    public void Part_OfAMessage_IsFound(string part, int expected) =>
        Assert.Equal((MediaKind)expected, HeadCases.Read(HeadCases.Saying($$"""[{"role":"user","content":[{{part}}]}]""")).Media);

    [Fact]
    public void Parts_OfSeveralMessages_AreAllFound()
    {
        var head = HeadCases.Read(HeadCases.Saying(
            """[{"content":[{"image_url":{"url":"data:x"}},{"input_audio":{}}]},{"content":"text"},{"content":[{"image_url":{"url":"http://x"}}]}]"""));
        Assert.Equal(MediaKind.InlineImage | MediaKind.RemoteImage | MediaKind.Audio, head.Media);
    }

    [Theory]
    [InlineData("""[{"content":[{"image_url":5}]}]""", "image_url")]
    [InlineData("""[{"content":[{"image_url":{"url":5}}]}]""", "image_url.url")]
    [InlineData("""[{"content":[{}]},{"content":[7]}]""", "messages[1].content[]")]
    public void Part_OfWrongType_IsRefused(string messages, string param)
    {
        var error = HeadCases.Refuse(HeadCases.Saying(messages));
        Assert.Equal(("invalid_type", param), (error.Code, error.Param));
    }
}

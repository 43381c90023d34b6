using System.Text;
using CsCheck;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

/// <summary>No body makes the reader throw: it is read, or refused with 400.</summary>
public class AnyBytesGetAnAnswerTests
{
    private const string Valid =
        """
        {"model":"Ch\u0061t","stream":true,"stream_options":{"include_usage":false},"max_tokens":5,"n":1,"suffix":"","prefix":null,
        "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:x"}},{"type":"text","text":"模\ud83d\ude00"}]},
        {"role":"assistant","reasoning":"r","content":null}],"tools":[{"type":"function"}],"functions":[],"x":{"y":[1.5e3,true,null]}}
        """;

    [Fact]
    public void Body_Damaged_IsReadOrRefused() => Mutation.Of(Encoding.UTF8.GetBytes(Valid)).Sample(AssertReadOrRefused, iter: 20_000);

    [Fact]
    public void Body_OfAnyBytes_IsReadOrRefused() => Gen.Byte.Array[0, 64].Sample(AssertReadOrRefused, iter: 5_000);

    [Fact]
    public void Body_CutAnywhere_IsRefused()
    {
        var bytes = Encoding.UTF8.GetBytes(Valid);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal("invalid_json", RequestHeadReader.Read(bytes.AsSpan(0, length), new RequestHead())?.Code);
        }
    }

    private static void AssertReadOrRefused(byte[] body)
    {
        var head = new RequestHead();
        var error = RequestHeadReader.Read(body, head);
        if (error is not null)
        {
            Assert.Equal(400, error.Status);
            Assert.NotEmpty(error.Message);
            return;
        }

        Assert.Equal((byte)'}', body[head.End]);
        Assert.Equal((byte)'"', body[head.Model.Start]);
        Assert.Equal((byte)'"', body[head.Model.End - 1]);
    }
}

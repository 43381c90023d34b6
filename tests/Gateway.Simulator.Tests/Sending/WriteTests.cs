using System.Text;

namespace Gateway.Simulator.Tests.Sending;

public class WriteTests
{
    [Fact]
    public async Task WriteSize_SplitsInsideACharacter()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Text = "你好", WriteSize = 1 });
        using var socket = await client.SendRawAsync(client.Request(true));
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        while (!Encoding.UTF8.GetString([.. bytes]).EndsWith("0\r\n\r\n", StringComparison.Ordinal))
        {
            bytes.AddRange(buffer[..await socket.ReceiveAsync(buffer, stop)]);
        }

        // Each byte of the first character is in an HTTP chunk of its own.
        var character = Encoding.UTF8.GetBytes("你");
        byte[] split = [(byte)'1', 13, 10, character[0], 13, 10, (byte)'1', 13, 10, character[1], 13, 10];
        Assert.True(bytes.ToArray().AsSpan().IndexOf(split) > 0);
    }

    [Fact]
    public async Task CrlfAndComments_AreOnTheWire()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Crlf = true, Comments = true, CommentText = "wait" });
        var stream = await client.StreamAsync();

        Assert.StartsWith(": wait\r\n\r\ndata: {", stream);
        Assert.EndsWith(": wait\r\n\r\ndata: [DONE]\r\n\r\n", stream);
    }

    [Fact]
    public async Task EmptyBodyAndPage_AreUnder200()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { EmptyBody200 = true });
        Assert.Equal("", await client.StreamAsync());
        client.Backend.Script(client.Model, new() { HtmlInsteadOfAnswer = true });
        Assert.StartsWith("<!DOCTYPE html>", await client.StreamAsync());
    }
}

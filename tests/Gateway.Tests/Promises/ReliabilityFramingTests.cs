using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Reliability 11: where a request ends is never a matter of opinion.</summary>
public sealed class ReliabilityFramingTests
{
    private const string Body = """{"model":"Local","messages":[{"role":"user","content":"x"}]}""";

    private static string Chunked => $"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n";

    [Theory]
    [InlineData("Content-Length: 60\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 60\r\n")]
    [InlineData("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("content-length: 4\r\ntransfer-encoding: Chunked\r\n")]
    public async Task Number11_LengthAndChunks_Together_Are400BeforeTheBody(string headers)
    {
        await using var rig = await Rig.StartAsync();
        // A second request stands behind it, which must not be heard.
        var answer = await RawHttp.SendAsync(rig.Gateway.Url, Head(rig, headers) + Chunked + $"GET /healthz HTTP/1.1\r\nHost: {rig.Gateway.Url.Authority}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        var error = JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..])!["error"]!;
        Assert.Equal(("invalid_request_error", "ambiguous_length"), ((string?)error["type"], (string?)error["code"]));
        Assert.Empty(rig.Ollama.Received);
    }

    // The server finds these before any of our code runs, and its refusal has no body.
    [Theory]
    [InlineData("Content-Length: 60\r\nContent-Length: 61\r\n", Body)]
    [InlineData("Content-Length: 60\r\nContent-Length: 60\r\n", Body)]
    [InlineData("Content-Length: 60, 60\r\n", Body)]
    [InlineData("Transfer-Encoding: chunked, identity\r\n", "")]
    [InlineData("Transfer-Encoding : chunked\r\n", "")]
    public async Task Number11_Length_ThatIsNotOneNumber_Is400AndTheConnectionIsClosed(string headers, string body)
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.SendAsync(rig.Gateway.Url, Head(rig, headers) + body);
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Empty(rig.Ollama.Received);
    }

    // What CVE-2025-55315 is: a lone line feed in a chunk's extension, which a proxy reads on over.
    [Theory]
    [InlineData("3c;a\n")]
    [InlineData("3c;\n")]
    [InlineData("3c;a\nb\r\n")]
    public async Task Number11_ChunkExtension_WithALoneLineFeed_IsRefused(string chunk)
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.SendAsync(rig.Gateway.Url, Head(rig, "Transfer-Encoding: chunked\r\n") + chunk + Body + "\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"invalid_body\"", answer, StringComparison.Ordinal);
        Assert.Empty(rig.Ollama.Received);
    }

    [Fact]
    public async Task Number11_Chunks_Alone_AreTaken()
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.SendAsync(rig.Gateway.Url, Head(rig, "Transfer-Encoding: chunked\r\nConnection: close\r\n") + Chunked);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    private static string Head(Rig rig, string headers) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nHost: {rig.Gateway.Url.Authority}\r\nContent-Type: application/json\r\n{headers}\r\n";
}

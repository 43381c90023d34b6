using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Connections;

/// <summary>The end of a request is never ambiguous.</summary>
public sealed class ReliabilityFramingTests
{
    private const string Body = """{"model":"Local","messages":[{"role":"user","content":"x"}]}""";

    private static string Chunked => $"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n";

    [Theory]
    [InlineData("Content-Length: 60\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 60\r\n")]
    [InlineData("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("content-length: 4\r\ntransfer-encoding: Chunked\r\n")]
    public async Task LengthAndChunks_Together_Are400BeforeTheBody(string headers)
    {
        await using var rig = await Rig.StartAsync();
        // A second request stands behind it, which must not be heard.
        var answer = await RawHttp.SendAsync(
            rig.Gateway.Url, Head(rig, headers) + Chunked + $"GET /healthz HTTP/1.1\r\nHost: {rig.Gateway.Url.Authority}\r\n\r\n");
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
    public async Task Length_ThatIsNotOneNumber_Is400AndTheConnectionIsClosed(string headers, string body)
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
    public async Task ChunkExtension_WithALoneLineFeed_IsRefused(string chunk)
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.SendAsync(rig.Gateway.Url, Head(rig, "Transfer-Encoding: chunked\r\n") + chunk + Body + "\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"invalid_body\"", answer, StringComparison.Ordinal);
        Assert.Empty(rig.Ollama.Received);
    }

    [Fact]
    public async Task Chunks_Alone_AreTaken()
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.SendAsync(rig.Gateway.Url, Head(rig, "Transfer-Encoding: chunked\r\nConnection: close\r\n") + Chunked);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    // The server reads these in its own way, or not at all, while a proxy before it may read them in another.
    [Theory]
    [InlineData("Content-Length: +60\r\n", Body)]
    [InlineData("Content-Length: -60\r\n", Body)]
    [InlineData("Content-Length: -0\r\n", "")]
    [InlineData("Content-Length: 0x3c\r\n", Body)]
    [InlineData("Content-Length: 6e1\r\n", Body)]
    [InlineData("Content-Length: 60.0\r\n", Body)]
    [InlineData("Content-Length: 6 0\r\n", Body)]
    [InlineData("Content-Length: 60;\r\n", Body)]
    [InlineData("Content-Length: \r\n", Body)]
    [InlineData("Content-Length: 99999999999999999999\r\n", Body)]
    [InlineData("Content-Length: 18446744073709551676\r\n", Body)]
    [InlineData("Content-Length:\u000b60\r\n", Body)]
    [InlineData("Content-Length\u00a0: 60\r\n", Body)]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n", "chunks")]
    [InlineData("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", "chunks")]
    [InlineData("Transfer-Encoding: chunked, chunked\r\n", "chunks")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "chunks")]
    [InlineData("Transfer-Encoding: identity, chunked\r\n", "chunks")]
    [InlineData("Transfer-Encoding: gzip\r\n", "chunks")]
    [InlineData("Transfer-Encoding: identity\r\n", "chunks")]
    [InlineData("Transfer-Encoding: chunked;q=1\r\n", "chunks")]
    [InlineData("Transfer-Encoding: \"chunked\"\r\n", "chunks")]
    [InlineData("Transfer-Encoding: xchunked\r\n", "chunks")]
    [InlineData("Transfer-Encoding: chunked,\r\n", "chunks")]
    [InlineData("Transfer-Encoding: \r\n", "chunks")]
    [InlineData("X-Folded: a\r\n b\r\nContent-Length: 60\r\n", Body)]
    [InlineData("X-Null: a\0b\r\nContent-Length: 60\r\n", Body)]
    [InlineData("X-No-Colon\r\nContent-Length: 60\r\n", Body)]
    [InlineData("X-Return: a\rb\r\nContent-Length: 60\r\n", Body)]
    [InlineData(": no name\r\nContent-Length: 60\r\n", Body)]
    public async Task Head_ThatCanBeReadInTwoWays_Is400_AndNoErrorOfOurs(string headers, string body)
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.SendAsync(
            rig.Gateway.Url,
            Head(rig, headers) + (body == "chunks" ? Chunked : body)
                + $"GET /healthz HTTP/1.1\r\nHost: {rig.Gateway.Url.Authority}\r\n\r\n");
        AssertRefused(rig, answer, 400);
        // What stands behind it is not taken for a request.
        Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
    }

    [Theory]
    [InlineData("ffffffffffffffff\r\n")]
    [InlineData("7fffffffffffffff\r\n")]
    [InlineData("80000000\r\n")]
    [InlineData("100000000\r\n")]
    [InlineData("fffffffffffffffffffffffffffffffffffffffff\r\n")]
    [InlineData("-3c\r\n")]
    [InlineData("+3c\r\n")]
    [InlineData("0x3c\r\n")]
    [InlineData("3g\r\n")]
    [InlineData("\r\n")]
    [InlineData(";a\r\n")]
    [InlineData("3c\n")]
    [InlineData("3c,\r\n")]
    [InlineData("10\r\n")]
    [InlineData("3b\r\n")]
    public async Task Chunk_WhoseSizeIsWrong_Is400_AndNoErrorOfOurs(string size)
    {
        await using var rig = await Rig.StartAsync();
        foreach (var path in new[] { "/v1/chat/completions", "/v1/route/explain", "/v1/nothing" })
        {
            var answer = await RawHttp.SendAsync(
                rig.Gateway.Url,
                Head(rig, "Transfer-Encoding: chunked\r\n", path) + size + Body
                    + $"\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: {rig.Gateway.Url.Authority}\r\n\r\n");
            AssertRefused(rig, answer, path == "/v1/nothing" ? 404 : 400);
            Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
        }
    }

    [Theory]
    [InlineData("POST /v1/chat/completions HTTP/1.2", 505)]
    [InlineData("POST /v1/chat/completions HTTP/2.0", 505)]
    [InlineData("POST /v1/chat/completions HTTP/9.9", 505)]
    [InlineData("POST /v1/chat/completions http/1.1", 505)]
    [InlineData("POST /v1/chat/completions", 400)]
    [InlineData("POST  /v1/chat/completions HTTP/1.1", 400)]
    [InlineData("POST /v1/chat\0/completions HTTP/1.1", 400)]
    [InlineData("POST /v1/chat%00/completions HTTP/1.1", 400)]
    [InlineData("P\u0001ST /v1/chat/completions HTTP/1.1", 400)]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001", 400)]
    public async Task FirstLine_ThatIsNone_IsRefused_AndNoErrorOfOurs(string line, int status)
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.SendAsync(
            rig.Gateway.Url,
            $"{line}\r\nHost: {rig.Gateway.Url.Authority}\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{Body}");
        AssertRefused(rig, answer, status);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    [InlineData("transfer-encoding:\tCHUNKED \r\n")]
    public async Task Chunks_HoweverTheyAreAnnounced_AreTaken(string header)
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.SendAsync(rig.Gateway.Url, Head(rig, header + "Connection: close\r\n") + Chunked);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunks_OfHttp10_Are400()
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.SendAsync(
            rig.Gateway.Url,
            Head(rig, "Transfer-Encoding: chunked\r\n").Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal) + Chunked);
        AssertRefused(rig, answer, 400);
    }

    private static void AssertRefused(Rig rig, string answer, int status)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(
            rig.Gateway.Log.Lines,
            static l => l.StartsWith("Error", StringComparison.Ordinal) || l.StartsWith("Critical", StringComparison.Ordinal));
        Assert.Empty(rig.Ollama.Received);
    }

    private static string Head(Rig rig, string headers, string path = "/v1/chat/completions") =>
        $"POST {path} HTTP/1.1\r\nHost: {rig.Gateway.Url.Authority}\r\nContent-Type: application/json\r\n{headers}\r\n";
}

using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Connections;

/// <summary>Browser clients get through, and unknown web pages do not.</summary>
public sealed class CorsTests
{
    private const string SomeKey = "keys:\n  - { name: k, sha256: \"0000000000000000000000000000000000000000000000000000000000000000\" }";

    [Theory]
    [InlineData("chrome-extension://jfgfiigpkhlkbnfnbobbkinehhfdhndo", "authorization,content-type,x-stainless-arch,x-stainless-lang")]
    [InlineData("moz-extension://0a1b", "authorization,content-type")]
    [InlineData("http://localhost:3000", "authorization,content-type,x-openwebui-user-id")]
    [InlineData("http://127.0.0.1", "authorization,content-type")]
    [InlineData("file://", "content-type,http-referer,x-title")]
    [InlineData("app://obsidian.md", "content-type,x-api-key")]
    [InlineData("http://tauri.localhost", "authorization,content-type")]
    [InlineData("https://tauri.localhost", "authorization,content-type")]
    [InlineData("http://my.app.localhost:1420", "authorization,content-type")]
    [InlineData("tauri://localhost", "authorization,content-type")]
    [InlineData("http://[::1]:3000", "authorization,content-type")]
    public async Task Preflight_OfABrowserClient_IsAnsweredWithoutAKey(string origin, string headers)
    {
        await using var rig = await Rig.StartAsync();
        using var response = await PreflightAsync(rig, origin, headers);

        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal(origin, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal(headers, Header(response, "Access-Control-Allow-Headers"));
        Assert.Contains("POST", Header(response, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Equal("true", Header(response, "Access-Control-Allow-Private-Network"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(SomeKey)]
    [InlineData("cors: { origins: [ \"https://chat.example.org\" ] }")]
    public async Task Preflight_OfAWebPage_IsAnsweredWhereItMayCall(string config)
    {
        await using var rig = await Rig.StartAsync(config);
        using var response = await PreflightAsync(rig, "https://chat.example.org", "authorization");
        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal("https://chat.example.org", Header(response, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://localhost.evil.com")]
    [InlineData("http://tauri.localhost.evil.com")]
    [InlineData("http://eviltauri-localhost")]
    [InlineData("http://notlocalhost")]
    [InlineData("http://127.0.0.1.evil.com")]
    [InlineData("ftp://localhost")]
    [InlineData("localhost")]
    [InlineData("null")]
    public async Task Page_OfTheInternet_MayNotBorrowAKeylessGateway(string origin)
    {
        await using var rig = await Rig.StartAsync();
        rig.Client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin);
        using var response = await rig.ChatAsync("Coder");

        Assert.Equal("origin_not_allowed", (string?)(await response.ErrorAsync(403))["code"]);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Empty(rig.Ollama.Received);
    }

    [Fact]
    public async Task Answers_AndErrors_AreReadableToThePage()
    {
        await using var rig = await Rig.StartAsync();
        rig.Client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", "http://localhost:3000");
        foreach (var model in new[] { "Coder", "nothing-like-it" })
        {
            using var response = await rig.ChatAsync(model);
            Assert.Equal("http://localhost:3000", Header(response, "Access-Control-Allow-Origin"));
            Assert.Contains("retry-after", Header(response, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
            Assert.Contains("x-request-id", Header(response, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
            Assert.Equal("Origin", Header(response, "Vary"));
        }
    }

    // What pages may read without being told, what is no page's business, what speaks to machines on the way, and what the gateway itself
    // asks with.
    private static readonly string[] s_notForPages =
        ["access-control-*", "cache-control", "connection", "vary", "x-accel-buffering", "content-disposition", "content-type",
        "cross-origin-resource-policy", "x-content-type-options", "etag", "authorization", "if-match", "x-gateway-signature"];

    [Fact]
    public async Task EveryHeader_ThatTheGatewaySends_IsReadableToThePage()
    {
        await using var rig = await Rig.StartAsync();
        rig.Client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", "http://localhost:3000");
        using var response = await rig.ChatAsync("Coder");
        var exposed = Header(response, "Access-Control-Expose-Headers").Split(", ");
        Assert.Equal(exposed.Distinct(), exposed);
        var sent = SentHeaders.InSources().ToList();
        Assert.Contains("x-ratelimit-remaining-tokens", sent);
        Assert.Contains("x-gateway-captured", sent);
        Assert.Contains("retry-after", sent);
        Assert.Contains("x-request-id", sent);
        Assert.DoesNotContain(
            sent.Except(exposed),
            h => !s_notForPages.Any(n => n == h || (n.EndsWith('*') && h.StartsWith(n[..^1], StringComparison.Ordinal))));
        // Those that came with this answer, whoever put them there.
        Assert.DoesNotContain(
            response.Headers.Select(h => h.Key.ToLowerInvariant()).Except(exposed),
            h => h is not ("date" or "transfer-encoding" or "vary") && !h.StartsWith("access-control-", StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> PreflightAsync(Rig rig, string origin, string headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", headers);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Private-Network", "true");
        return await rig.Client.SendAsync(request);
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));
}

using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Input from a stranger or a broken backend harms nobody else.</summary>
public sealed class HostileInputTests
{
    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Port", "443")]
    [InlineData("X-Forwarded-Server", "front")]
    [InlineData("X-Forwarded-Prefix", "/llm")]
    [InlineData("X-Forwarded", "for=203.0.113.9")]
    [InlineData("Forwarded-For", "203.0.113.9")]
    [InlineData("X-Client-IP", "203.0.113.9")]
    [InlineData("Client-IP", "203.0.113.9")]
    [InlineData("X-Cluster-Client-IP", "203.0.113.9")]
    [InlineData("True-Client-IP", "203.0.113.9")]
    [InlineData("CF-Connecting-IP", "203.0.113.9")]
    [InlineData("CF-Connecting-IPv6", "2001:db8::9")]
    [InlineData("CF-Ray", "8f00b204e9800998")]
    [InlineData("Fastly-Client-IP", "203.0.113.9")]
    [InlineData("Fly-Client-IP", "203.0.113.9")]
    [InlineData("X-Envoy-External-Address", "203.0.113.9")]
    [InlineData("x-envoy-original-path", "/v1/chat/completions")]
    [InlineData("X-Original-For", "203.0.113.9")]
    [InlineData("X-Original-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Original-URL", "/v1/chat/completions")]
    [InlineData("X-Original-Host", "llm.example.org")]
    [InlineData("X-Real-Port", "4242")]
    [InlineData("X-Azure-ClientIP", "203.0.113.9")]
    [InlineData("X-Appengine-User-IP", "203.0.113.9")]
    [InlineData("X-Amz-Cf-Id", "x")]
    [InlineData("X-ARR-LOG-ID", "x")]
    [InlineData("X-Remote-Addr", "203.0.113.9")]
    [InlineData("X-Originating-IP", "203.0.113.9")]
    [InlineData("Akamai-Origin-Hop", "1")]
    [InlineData("Tailscale-User-Login", "a@example.org")]
    [InlineData("Cdn-Loop", "cloudflare")]
    public async Task ReverseProxy_BeforeAKeylessGateway_DoesNotOpenIt(string header, string value)
    {
        await using var rig = await Rig.StartAsync();
        rig.Client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        using var response = await rig.ChatAsync("Coder");
        Assert.Equal("loopback_only", (string?)(await response.ErrorAsync(403))["code"]);
    }

    // What clients send of their own accord is no trace of a proxy.
    [Fact]
    public async Task Client_WithHeadersOfItsOwn_IsServed()
    {
        await using var rig = await Rig.StartAsync();
        foreach (var name in new[]
        {
            "X-Title", "X-Request-Id", "X-Stainless-OS", "X-Client-Name", "X-OpenWebUI-User-Id", "X-Session-Id", "traceparent"
        })
        {
            rig.Client.DefaultRequestHeaders.TryAddWithoutValidation(name, "x");
        }

        using var response = await rig.ChatAsync("Coder");
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Page_WhoseNameWasMadeToMeanThisMachine_ReadsNothing()
    {
        await using var rig = await Rig.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Host = "evil.example";
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        using var response = await rig.Client.SendAsync(request);
        await response.ErrorAsync(403);
    }

    [Fact]
    public async Task HeaderBeyondAscii_OfAClient_DoesNotBlameTheBackend()
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.ExchangeAsync(
            rig.Gateway.Url, "User-Agent: b\u00fccher\r\n", """{"model":"Local","messages":[{"role":"user","content":"x"}]}""");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_WithControlCharacters_IsRefusedAndNotLogged()
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.SendAsync("""{"model":"ollama/a\u001b[31m\rX","messages":[{"role":"user","content":"x"}]}""");
        await response.ErrorAsync(400);
        await rig.Gateway.Log.WaitForAsync("Information 4000");
        Assert.DoesNotContain(rig.Gateway.Log.Lines, l => l.Contains('\u001b'));
    }

    [Fact]
    public async Task Stream_OfNothingButAnEmptyEvent_IsNoAnswer()
    {
        await using var backend = await QuotingBackend.StartAsync(
            200, "text/event-stream",
            "data: {\"model\":\"\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"}}]}\n\ndata: [DONE]\n\n");
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: b, provider: openai, url: "{{backend.Url}}" } ]
            routes: [ { name: Any, candidates: [ { backend: b, model: m } ] } ]
            """);
        using var content = new StringContent(
            """{"model":"Any","stream":true,"messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
        await response.ErrorAsync(502);
        Assert.Contains(" Failed ", await gateway.Log.WaitForAsync("Information 4000"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_LongerThanTheLimit_KeepsItsMeaning()
    {
        await using var backend = await QuotingBackend.StartAsync(
            400, "application/json", $$"""{"code":20012,"message":"Model does not exist.","data":"{{new string('x', 70_000)}}"}""");
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: b, provider: siliconflow, url: "{{backend.Url}}" } ]
            routes: [ { name: Any, candidates: [ { backend: b, model: m } ] } ]
            """);
        using var content = new StringContent("""{"model":"Any","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
        Assert.Equal("model_not_found", (string?)(await response.ErrorAsync(404))["code"]);
    }

    [Fact]
    public async Task Client_ThatTakesNothing_IsLeftAfterThirtySeconds()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync(time: time);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Words = 2_000_000 });
        using var response = await rig.ChatAsync("Local", stream: true);
        var gone = rig.Ollama.NextClientGoneAsync();
        // Megabytes fit into the buffers on the way before the gateway is stopped by them; time goes on until it is.
        while (!gone.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(gone, Task.Delay(20));
        }

        await rig.Gateway.Log.WaitForAsync("ClientClosed");
    }

    [Fact]
    public async Task ModelList_ThatIsNoUnicode_HarmsNobody()
    {
        await using var backend = await QuotingBackend.StartAsync(
            200, "application/json", """{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}""",
            models: """{"\ud800":1,"data":[]}""");
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: b, provider: openai, url: "{{backend.Url}}" } ]
            routes: [ { name: Any, candidates: [ { backend: b, model: m } ] } ]
            """);
        await gateway.Log.WaitForAsync("its list of models is not one");
        using var content = new StringContent("""{"model":"Any","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
        Assert.Equal(200, (int)response.StatusCode);
    }
}

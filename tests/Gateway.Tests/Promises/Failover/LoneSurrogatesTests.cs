using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Failover;

/// <summary>
/// Half of a surrogate pair, which clients cut out of an emoji, counts as the request's fault alone if a server cannot read it.
/// </summary>
public sealed class LoneSurrogatesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LlamaCpp_RefusesItOnce_AndIsNotTakenOut(bool stream)
    {
        await using var rig = await LineRig.StartAsync(provider: "llamacpp");
        for (var i = 1; i <= 6; i++)
        {
            using var refused = await SendAsync(rig, stream);
            var error = await refused.ErrorAsync(400);
            Assert.Contains("json.exception.parse_error", (string?)error["message"], StringComparison.Ordinal);
            Assert.Equal("false", refused.Header("x-should-retry"));
            Assert.Equal(i, rig.Own.Received.Count);
        }

        Assert.Empty(rig.Cloud.Received);
        Assert.Equal((1.0, "ok"), await rig.HealthAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ollama_ReadsPastIt(bool stream)
    {
        await using var rig = await LineRig.StartAsync();
        using var answered = await SendAsync(rig, stream);
        Assert.Equal("own", answered.Header("x-gateway-backend"));
        Assert.Contains("\\ud800", System.Text.Encoding.UTF8.GetString(rig.Own.Received.Single().Body), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(LineRig rig, bool stream)
    {
        using var content = new StringContent(
            $$"""{"model":"Spills","messages":[{"role":"user","content":"cut \ud800 here"}],"stream":{{(stream ? "true" : "false")}}}""",
            null, "application/json");
        return await rig.Gateway.Client.PostAsync("/v1/chat/completions", content);
    }
}

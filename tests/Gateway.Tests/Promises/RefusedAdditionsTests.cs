using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>
/// Nothing that the gateway adds to a request makes it fail. A backend that refuses the addition gets the request without it, and that
/// is remembered.
/// </summary>
public sealed class RefusedAdditionsTests
{
    private const string Usage = "\"stream_options\":{\"include_usage\":true}";

    [Theory]
    [InlineData("openai")]
    [InlineData("vllm")]
    [InlineData("ollama")]
    [InlineData("llamacpp")]
    [InlineData("lmstudio")]
    [InlineData("deepseek")]
    public async Task StreamOptions_ThatABackendRefuses_AreLeftOut_AndRemembered(string provider)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { Text = "one two three", Refuses = ["stream_options"], Usage = UsagePlacement.Never });
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal("one two three", (await rig.StreamAsync()).Whole().Content);
            Assert.Equal(1 + i, rig.Backend.Received.Count);
        }

        Assert.Equal([true, false, false, false], rig.Backend.Received.Select(r => Text(r).Contains(Usage, StringComparison.Ordinal)));
        var line = await rig.Gateway.Log.WaitForAsync(" 200 Complete ");
        Assert.Contains(" attempts=1 failed= ", line.Replace("(null)", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("usage=Estimated", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamOptions_OfTheClient_AreLeftOutToo_WhereTheyAreRefused()
    {
        await using var rig = await ProviderRig.StartAsync("openai");
        rig.Script(new ModelScript { Text = "one two", Refuses = ["stream_options"] });
        (await rig.StreamAsync(asksForUsage: true)).Whole();
        (await rig.StreamAsync(asksForUsage: true)).Whole();
        Assert.Equal(3, rig.Backend.Received.Count);
    }

    [Fact]
    public async Task Refusal_OfSomethingElse_IsTheAnswer_AndNotRemembered()
    {
        await using var rig = await ProviderRig.StartAsync("openai");
        rig.Script(new ModelScript { Refuses = ["x_own"] });
        using var response = await rig.SendAsync(
            """{"model":"Only","messages":[{"role":"user","content":"hi"}],"stream":true,"x_own":1}""");
        Assert.Contains("x_own", (string?)(await response.ErrorAsync(400))["message"], StringComparison.Ordinal);
        await rig.StreamAsync();
        Assert.Contains(Usage, Text(rig.Backend.Received[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_OfARefusal_LastsAnHour()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var backend =
            await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi, Models = ["m"] });
        backend.Script("m", new ModelScript { Text = "one two", Refuses = ["stream_options"] });
        await using var gateway = TestGateway.Start($"backends: [ {{ name: it, provider: openai, url: \"{backend.Url}\" }} ]", time);
        foreach (var (wait, sends) in new[] { (0, 2), (59, 3), (2, 5) })
        {
            time.Advance(TimeSpan.FromMinutes(wait));
            using var content = new StringContent(
                """{"model":"it/m","messages":[{"role":"user","content":"hi"}],"stream":true}""", null, "application/json");
            using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
            new Sse(await response.Content.ReadAsStringAsync()).Whole();
            Assert.Equal((wait, sends), (wait, backend.Received.Count));
        }
    }

    [Fact]
    public async Task Switch_OfThinking_InWordsThatAModelRefuses_IsLeftOut()
    {
        await using var rig = await ProviderRig.StartAsync("siliconflow");
        rig.Script(new ModelScript { Text = "one", Refuses = ["enable_thinking"] });
        for (var i = 1; i <= 2; i++)
        {
            using var response = await rig.SendAsync(
                """{"model":"Only","messages":[{"role":"user","content":"hi"}],"reasoning_effort":"none"}""");
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(1 + i, rig.Backend.Received.Count);
        }

        Assert.Null(JsonNode.Parse(rig.Backend.Received[^1].Body)!["reasoning_effort"]);
    }

    [Fact]
    public async Task Limit_ForMoneysSake_GoesByItsNewerName_WhereTheOlderOneIsRefused()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, moneyPerDay: 100 }", "maxAnswerTokens: 321");
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Refuses = ["max_tokens"] });
        Assert.Equal(200, (await rig.AskAsync("Cloud")).Status);
        Assert.Equal(200, (await rig.AskAsync("Cloud")).Status);
        Assert.Equal([null, 321, 321], rig.Cloud.Received.Select(r => (int?)JsonNode.Parse(r.Body)!["max_completion_tokens"]));
    }

    private static string Text(ReceivedRequest request) => System.Text.Encoding.UTF8.GetString(request.Body);
}

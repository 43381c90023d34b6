using System.Text.RegularExpressions;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>
/// An error says whether sending the request again helps: to SDKs by a header, to other clients by words that its text avoids.
/// </summary>
public sealed partial class SendingAgainTests
{
    [Theory]
    // What sending again does not heal.
    [InlineData("badKey", 502, false)]
    [InlineData("badKeyText", 502, false)]
    [InlineData("forbidden", 502, false)]
    [InlineData("noBalance402", 402, false)]
    [InlineData("noBalance403", 402, false)]
    [InlineData("modelNotFound", 404, false)]
    [InlineData("badRequest", 400, false)]
    [InlineData("tooLong", 400, false)]
    // What it may.
    [InlineData("tpmLimit", 429, true)]
    [InlineData("overloaded", 503, true)]
    [InlineData("gatewayTimeout", 503, true)]
    [InlineData("htmlBadGateway", 503, true)]
    public async Task BackendsError_SaysWhetherSendingAgainHelps(string name, int status, bool helps)
    {
        foreach (var stream in new[] { true, false })
        {
            await using var rig = await Rig.StartAsync();
            rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = name });
            using var response = await rig.ChatAsync("Cloud", stream);
            var message = (string)(await response.ErrorAsync(status))["message"]!;
            Assert.Equal(helps, !response.Headers.TryGetValues("x-should-retry", out var should) || should.Single() != "false");
            Assert.DoesNotContain("(status", message, StringComparison.Ordinal);
            if (!helps)
            {
                Assert.DoesNotMatch(HasItSentAgain(), message);
            }
        }
    }

    [Theory]
    [InlineData("POST", "/v1/chat/completions", "{", 400)]
    [InlineData("POST", "/v1/chat/completions", "{\"model\":\"Coder\"}", 400)]
    [InlineData("POST", "/v1/chat/completions", "{\"model\":\"Codr\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 404)]
    [InlineData("GET", "/v1/models/none", null, 404)]
    [InlineData("GET", "/v1/models?type=movies", null, 400)]
    [InlineData("POST", "/v1/responses", "{}", 404)]
    [InlineData("GET", "/v1/chat/completions", null, 405)]
    [InlineData("GET", "/v1/usage?x=1", null, 400)]
    public async Task Refusal_OfTheGateways_IsFinal(string method, string path, string? body, int status)
    {
        await using var rig = await Rig.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, null, "application/json");
        using var response = await rig.Client.SendAsync(request);
        await response.ErrorAsync(status);
        Assert.Equal("false", response.Header("x-should-retry"));
        Assert.Null(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Body_ThatIsRefusedBeforeItIsRead_IsRefusedForGood()
    {
        await using var rig = await Rig.StartAsync("limits: { bodySize: 4KiB }");
        using var large = new ByteArrayContent(new byte[5000]);
        using var tooLarge = await rig.Client.PostAsync("/v1/chat/completions", large);
        await tooLarge.ErrorAsync(413);
        Assert.Equal("false", tooLarge.Header("x-should-retry"));
        using var text = new StringContent("hello");
        using var wrongType = await rig.Client.PostAsync("/v1/chat/completions", text);
        await wrongType.ErrorAsync(415);
        Assert.Equal("false", wrongType.Header("x-should-retry"));
    }

    [Fact]
    public async Task CredentialRefused_BesideAFailureThatMayPass_IsTheOneThatMay()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "runnerError" });
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = "badKey" });
        using var response = await rig.ChatAsync("Coder");
        await response.ErrorAsync(503);
        Assert.False(response.Headers.Contains("x-should-retry"));
    }

    [Theory]
    [InlineData("overloaded")]
    [InlineData("htmlBadGateway")]
    [InlineData("gatewayTimeout")]
    [InlineData("tpmLimit")]
    [InlineData("badKey")]
    public async Task ErrorEvent_AfterCommentsOfAStream_HasNoWordsThatHaveItSentAgain(string name)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync($$"""
              - { name: Both, candidates: [ { backend: open, model: sim-model }, { backend: cloud, model: {{Rig.CloudModel}} } ] }
            streams: { keepAlive: 15s }
            resilience: { retries: 0 }
            """, time: time);
        rig.Open.Script(Rig.OpenModel, new ModelScript { Hold = true, Error = "serverError" });
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = name });
        var sent = rig.ChatAsync("Both", stream: true);
        await rig.Open.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        time.Advance(TimeSpan.FromSeconds(15));
        using var response = await sent.WaitAsync(TimeSpan.FromSeconds(20));
        rig.Open.Release(Rig.OpenModel);
        var stream = new Sse(await response.Content.ReadAsStringAsync().WaitAsync(TimeSpan.FromSeconds(20))).Broken();
        Assert.DoesNotMatch(HasItSentAgain(), (string?)stream.Error!["message"]);
    }

    [Fact]
    public async Task PacedModel_IsSaidInWords_AndInAHeaderThatClientsMaySleepThrough()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync("resilience: { retries: 0 }", time: time);
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = "tpmLimit" });
        for (var left = 60; left > 0; left -= 29)
        {
            using var response = await rig.ChatAsync("Cloud");
            var message = (string?)(await response.ErrorAsync(429))["message"];
            Assert.Equal(Math.Min(left, 5), response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
            Assert.Equal(left > 5, message!.Contains($"It may be asked again in {left} seconds.", StringComparison.Ordinal));
            time.Advance(TimeSpan.FromSeconds(29));
        }

        Assert.Single(rig.Cloud.Received);
    }

    [Fact]
    public async Task RetryAfter_OfTheBackend_IsSaidInWordsToo()
    {
        await using var rig = await Rig.StartAsync("resilience: { retries: 0 }");
        // With a Retry-After of seven seconds.
        rig.Open.Script(Rig.OpenModel, new ModelScript { Error = "rateLimit" });
        using var response = await rig.ChatAsync("Open");
        Assert.Contains(
            "It may be asked again in 7 seconds.", (string?)(await response.ErrorAsync(429))["message"], StringComparison.Ordinal);
        Assert.Equal(5, response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
    }

    // What pi takes for an error that passes, and some of what Continue and opencode do. Pi finds a number inside a trace too, which
    // cannot be told apart here.
    [GeneratedRegex(
        @"overloaded|rate.?limit|too many requests|(?<![0-9a-z])(429|50[0234]|524)(?![0-9a-z])|service.?unavailable|server.?error|internal.?error|network.?error|connection.?(error|refused|lost|reset)|socket hang up|fetch failed|timed? out|timeout|terminated|aborted|retry delay",
        RegexOptions.IgnoreCase)]
    private static partial Regex HasItSentAgain();
}

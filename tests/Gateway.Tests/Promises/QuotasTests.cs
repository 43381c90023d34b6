using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>Nobody uses more than allowed; who is refused is told which limit, whose, how much is used, and when it opens.</summary>
public sealed class QuotasTests
{
    [Fact]
    public async Task Policy_ForAName_CountsTheNameWithWishesToo()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: owner, model: Coder, requestsPerMinute: 1 }");
        Assert.Equal(200, (await rig.AskAsync("Coder:local")).Status);

        Assert.Equal(429, (await rig.AskAsync("coder:cloud")).Status);
        Assert.Equal(200, (await rig.AskAsync("Local")).Status);
    }

    [Fact]
    public async Task Requests_BeyondTheMinutesLimit_AreRefusedWithTheWayOut()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: owner, requestsPerMinute: 2 }");
        var (status, _, first) = await rig.AskAsync("Local");
        Assert.Equal(200, status);
        Assert.Equal(("2", "1"), (Header(first, "x-ratelimit-limit-requests"), Header(first, "x-ratelimit-remaining-requests")));
        await rig.AskAsync("Local");

        var (refused, body, response) = await rig.AskAsync("Local");

        Assert.Equal(429, refused);
        Assert.Equal(("rate_limit_error", "rate_limit_exceeded"), ((string?)body["error"]!["type"], (string?)body["error"]!["code"]));
        Assert.Matches("^The limit of 2 requests in any 60 seconds for owner 'anonymous' is reached: 2 requests used or reserved. Send it again in [0-9]+ seconds.$", (string?)body["error"]!["message"]);
        Assert.InRange(int.Parse(Header(response, "Retry-After")!, CultureInfo.InvariantCulture), 1, 59);
        Assert.Equal("0", Header(response, "x-ratelimit-remaining-requests"));
        Assert.Equal(2, rig.Ollama.Served.Requests);
    }

    [Fact]
    public async Task Tokens_OfADay_AreRefusedWith402AndOpenAtMidnightOfTheTimeZone()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, tokensPerDay: 1200 }", time: time);
        Assert.Equal(200, (await rig.AskAsync("Local", maxTokens: 1000)).Status);
        var used = (long)(await rig.LimitAsync("tokens_per_day"))["used"]!;

        var (status, body, response) = await rig.AskAsync("Local", maxTokens: 1200);

        Assert.Equal((402, "insufficient_quota", "false"), (status, (string?)body["error"]!["code"], Header(response, "x-should-retry")));
        Assert.Equal(
            $"The limit of 1200 tokens a day for everyone is reached: {used} tokens used or reserved. It opens again at 2026-11-25 00:00 (Asia/Shanghai); the operator can raise it.",
            (string?)body["error"]!["message"]);
        Assert.Equal("2026-11-25T00:00:00+08:00", (string?)(await rig.LimitAsync("tokens_per_day"))["resets_at"]);
        time.Advance(TimeSpan.FromHours(6));
        Assert.Equal(0, (long)(await rig.LimitAsync("tokens_per_day"))["used"]!);
    }

    [Fact]
    public async Task SpentBudget_ForANameWithLocalCandidates_GoesOnWithThose()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, moneyPerDay: 0 }");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "runnerError" });

        // The cloud would answer, and may not.
        var (status, _, response) = await rig.AskAsync("Coder");

        Assert.NotEqual(200, status);
        Assert.Equal(0, rig.Cloud.Served.Requests);
        Assert.Contains("money_per_day of everyone is spent", Header(response, "x-gateway-decision"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpentBudget_WithNothingThatIsFree_IsRefusedWith402()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, moneyPerDay: 0.001 }");
        var (status, body, _) = await rig.AskAsync("Cloud", maxTokens: 2000);
        Assert.Equal((402, "insufficient_quota"), (status, (string?)body["error"]!["code"]));
        Assert.Contains("The limit of 0.001 CNY a day for everyone", (string?)body["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(0, rig.Cloud.Served.Requests);
        Assert.Equal(200, (await rig.AskAsync("Local", maxTokens: 2000)).Status);
    }

    [Fact]
    public async Task SpentBudget_WhereTheOperatorWantsNoFreeCandidates_IsRefused()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, moneyPerDay: 0 }", "whenBudgetSpent: refuse");
        Assert.Equal(402, (await rig.AskAsync("Coder")).Status);
        Assert.Equal(200, (await rig.AskAsync("Local")).Status);
    }

    [Fact]
    public async Task SixtyFourAtOnce_OnABudgetForTen_SpendNoMoreThanIt()
    {
        // Each may cost 1,000 tokens of answer and some of prompt: nine fit, ten may.
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, moneyPerMonth: 0.0109 }");
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Words = 60, NotStreamedDelayMs = 50 });

        var statuses = await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ => (await rig.AskAsync("Cloud", maxTokens: 1000)).Status));

        Assert.InRange(statuses.Count(s => s == 200), 9, 10);
        Assert.All(statuses, s => Assert.Contains(s, new[] { 200, 402 }));
        var served = rig.Cloud.Served;
        Assert.Equal(statuses.Count(s => s == 200), served.Requests);
        Assert.Equal((served.PromptTokens + served.CompletionTokens) / 1_000_000m, (decimal)(await rig.LimitAsync("money_per_month"))["used"]!);
    }

    [Fact]
    public async Task Concurrent_BeyondTheLimit_IsRefusedUntilOneEnds()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: owner, concurrent: 2 }");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        var running = new[] { rig.AskAsync("Local"), rig.AskAsync("Local") };
        await WaitUntil.TrueAsync(() => rig.Ollama.Served.Requests == 2);

        var (status, body, response) = await rig.AskAsync("Local");

        Assert.Equal((429, "1"), (status, Header(response, "Retry-After")));
        Assert.Contains("2 requests are running", (string?)body["error"]!["message"], StringComparison.Ordinal);
        rig.Ollama.Release(Rig.LocalModel);
        await Task.WhenAll(running);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript());
        Assert.Equal(200, (await rig.AskAsync("Local")).Status);
    }

    [Fact]
    public async Task Policy_OfOneName_CountsThatNameOnly()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: owner, model: Local, requestsPerMinute: 1 }");
        Assert.Equal(200, (await rig.AskAsync("Local")).Status);
        Assert.Equal(429, (await rig.AskAsync("local")).Status);
        Assert.Equal(200, (await rig.AskAsync("Open")).Status);
    }

    [Fact]
    public async Task ModelWithoutAKnownPrice_IsPassedOverWhereMoneyIsLimited()
    {
        await using var rig = await Rig.StartAsync("quotas: { currency: USD, policies: [ { per: everyone, moneyPerDay: 100 } ] }");
        var (status, body, _) = await rig.AskAsync("Cloud");
        Assert.Equal((402, "price_unknown"), (status, (string?)body["error"]!["code"]));
        Assert.Equal(0, rig.Cloud.Served.Requests);
    }

    [Fact]
    public async Task AnswerThatCosts_WithoutALimitOfTheClient_IsGivenOne()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, moneyPerDay: 100 }", "maxAnswerTokens: 321");
        await rig.AskAsync("Cloud");
        await rig.AskAsync("Cloud", maxTokens: 50);
        await rig.AskAsync("Local");
        Assert.Equal([321, 50], rig.Cloud.Received.Select(r => (int)JsonNode.Parse(r.Body)!["max_tokens"]!));
        Assert.Null(JsonNode.Parse(rig.Ollama.Received.Single().Body)!["max_tokens"]);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}

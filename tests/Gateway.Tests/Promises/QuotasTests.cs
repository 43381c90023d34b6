using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>Nobody uses more than allowed. A refusal names the limit, its owner, how much is used, and when it opens.</summary>
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
        Assert.Matches(
            "^The limit of 2 requests in any 60 seconds for owner 'anonymous' is reached: 2 requests used or reserved. Send it again in "
            + "[0-9]+ seconds.$", (string?)body["error"]!["message"]);
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
        var message = (string)body["error"]!["message"]!;
        var told = Regex.Match(
            message,
            "^The limit of 1200 tokens a day for everyone has too little left: this request may need ([0-9]+) tokens, and ([0-9]+) "
            + "tokens are left; ([0-9]+) tokens are used or reserved. With 'max_tokens' of ([0-9]+) or less it fits. It opens again at "
            + "2026-11-25 00:00 .Asia/Shanghai.; the operator can raise it.$");
        Assert.True(told.Success, message);
        Assert.Equal((used, 1200 - used), (long.Parse(told.Groups[3].Value, null), long.Parse(told.Groups[2].Value, null)));
        var fits = int.Parse(told.Groups[4].Value, null);
        Assert.Equal(402, (await rig.AskAsync("Local", maxTokens: fits + 1)).Status);
        Assert.Equal(200, (await rig.AskAsync("Local", maxTokens: fits)).Status);
        Assert.Equal("2026-11-25T00:00:00+08:00", (string?)(await rig.LimitAsync("tokens_per_day"))["resets_at"]);
        time.Advance(TimeSpan.FromHours(6));
        Assert.Equal(0, (long)(await rig.LimitAsync("tokens_per_day"))["used"]!);
    }

    [Fact]
    public async Task Budget_ThatIsUsedUp_IsSaidToBeReached()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, moneyPerDay: 0 }");
        var (status, body, _) = await rig.AskAsync("Cloud");
        Assert.Equal(402, status);
        Assert.StartsWith(
            "The limit of 0.00 CNY a day for everyone is reached: 0.00 CNY used or reserved. It opens again at ",
            (string?)body["error"]!["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokensPerDay: 500", "Local")]
    [InlineData("moneyPerDay: 0.0005", "Cloud")]
    public async Task Budget_WithLessThanAnAnswerMayNeed_IsUsedByAShorterOne_WhereTheClientNamesNoLimit(string limit, string name)
    {
        await using var rig = await QuotaRig.StartAsync($"{{ per: everyone, {limit} }}");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Words = 2000 });
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Words = 2000 });
        // Nobody is told that nothing of it is used and that it is reached.
        Assert.Equal(200, (await rig.AskAsync(name)).Status);
        var sent = name == "Local" ? rig.Ollama : rig.Cloud;
        Assert.InRange((int)JsonNode.Parse(sent.Received.Single().Body)!["max_tokens"]!, 64, 499);
        Assert.InRange(sent.Served.PromptTokens + sent.Served.CompletionTokens, 64, 500);

        Assert.Equal(402, (await rig.AskAsync(name)).Status);
        Assert.Equal(402, (await rig.AskAsync(name, maxTokens: 500)).Status);
    }

    [Fact]
    public async Task Budget_TooSmallForAPrompt_SaysSo()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, tokensPerDay: 5 }");
        var (status, body, _) = await rig.AskAsync("Local");
        Assert.Equal(402, status);
        Assert.Contains("Its prompt alone may need more than that.", (string?)body["error"]!["message"], StringComparison.Ordinal);
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
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Words = 60, Hold = true });

        // None is answered before all were decided on: what it did not use would let another in.
        var asked = Enumerable.Range(0, 64).Select(async _ => (await rig.AskAsync("Cloud", maxTokens: 1000)).Status).ToArray();
        await WaitUntil.TrueAsync(() => asked.Count(static a => a.IsCompleted) + rig.Cloud.Received.Count >= asked.Length);
        rig.Cloud.Release(Rig.CloudModel);
        var statuses = await Task.WhenAll(asked);

        Assert.InRange(statuses.Count(s => s == 200), 9, 10);
        Assert.All(statuses, s => Assert.Contains(s, new[] { 200, 402 }));
        var served = rig.Cloud.Served;
        Assert.Equal(statuses.Count(s => s == 200), served.Requests);
        // The last are settled a moment after they were answered.
        var spent = (served.PromptTokens + served.CompletionTokens) / 1_000_000m;
        await WaitUntil.TrueAsync(async () => (decimal)(await rig.LimitAsync("money_per_month"))["used"]! == spent);
    }

    [Fact]
    public async Task CloudModel_WhosePriceIsNothing_CostsNothing()
    {
        await using var paid = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        await using var free = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: paid, provider: siliconflow, url: "{{paid.Url}}v1", local: false }
              - { name: free, provider: openai, url: "{{free.Url}}", local: false }
            routes:
              - { name: Both, candidates: [ { backend: paid, model: {{Rig.CloudModel}} }, { backend: free, model: {{Rig.OpenModel}} } ] }
              - { name: Free, candidates: [ { backend: free, model: {{Rig.OpenModel}} } ] }
            models:
              - { model: {{Rig.CloudModel}}, price: { currency: CNY, input: 1, output: 1, asOf: 2026-11-24 } }
              - { model: {{Rig.OpenModel}}, price: { currency: USD, input: 0, output: 0, cached: 0, asOf: 2026-11-24 } }
            quotas: { policies: [ { per: everyone, moneyPerMonth: 0 } ], exchangeRates: [ { currency: USD, rate: 7 } ] }
            """);
        foreach (var name in new[] { "Free", "Both" })
        {
            using var content = new StringContent(
                $$"""{"model":"{{name}}","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
            using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
            Assert.Equal(200, (int)response.StatusCode);
        }

        Assert.Equal((2, 0), (free.Served.Requests, paid.Served.Requests));
        // What costs nothing needs no bound.
        Assert.All(free.Received, static r => Assert.Null(JsonNode.Parse(r.Body)!["max_tokens"]));
    }

    [Fact]
    public async Task Explanation_SaysWhatTheCallersQuotasDoNotPayFor()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, moneyPerDay: 0 }");
        using var content = new StringContent(
            """{"model":"Coder","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        using var response = await rig.Client.PostAsync("/v1/route/explain", content);
        var candidates = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["candidates"]!.AsArray();
        Assert.Null(candidates.Single(c => (string?)c!["backend"] == "ollama")!["quota"]);
        Assert.StartsWith(
            "money_per_day of everyone has 0.00 CNY left, and this needs 0.000",
            (string?)candidates.Single(c => (string?)c!["backend"] == "cloud")!["quota"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackendWithoutPrices_IsNamedWhereMoneyIsLimited()
    {
        await using var open = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        var yaml = $$"""backends: [ { name: elsewhere, provider: openai, url: "{{open.Url}}", local: false } ]""";
        await using var gateway = TestGateway.Start(yaml + "\nquotas: { policies: [ { per: everyone, moneyPerMonth: 5 } ] }");
        await WaitUntil.TrueAsync(
            () =>
                gateway.Log.Lines.Any(static l => l.Contains("no model of the backend 'elsewhere' has a price", StringComparison.Ordinal)));

        await using var without = TestGateway.Start(yaml);
        await without.Client.GetAsync(new Uri("/v1/models", UriKind.Relative));
        Assert.DoesNotContain(without.Log.Lines, static l => l.Contains("has a price", StringComparison.Ordinal));
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

using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>The usage of a ranking counts in the ledger, the limits and the price, wherever the backend reports it.</summary>
public sealed class RerankIsBookedTests
{
    private const string All =
        """[{"index":0,"relevance_score":0.4},{"index":1,"relevance_score":0.1},{"index":2,"relevance_score":0.9},{"index":3,"relevance_score":0.2}]""";

    private const string Priced = $$"""
        models: [ { model: {{RerankRig.Model}}, price: { currency: CNY, input: 1, output: 5, asOf: 2026-11-24 } } ]
        quotas: { policies: [ { per: key, tokensPerDay: 1000000 } ] }
        """;

    [Theory]
    [InlineData("llamacpp")]
    [InlineData("vllm")]
    [InlineData("siliconflow")]
    public async Task Ranking_HasARecord_WithTheTokensThatTheBackendTold(string provider)
    {
        await using var rig = await RerankRig.StartAsync(Priced);
        using var response = await rig.SendAsync(RerankRig.Body(RerankRig.At(provider)));
        Assert.Equal(200, (int)response.StatusCode);

        var record = await rig.Gateway.RecordOfAsync(response);
        var served = rig[provider].Served.PromptTokens;
        Assert.Equal(
            ("rerank", provider, false, AnswerEnd.Complete, 200),
            (record.Operation, record.Backend, record.Stream, record.End, record.Status));
        Assert.Equal((served, 0L, UsageSource.Backend), ((long)record.Tokens.Prompt!, (long)record.Tokens.Output!, record.Tokens.Source));
        Assert.Equal(4, record.Documents);
        Assert.True(record.ReservedTokens >= served, $"{record.ReservedTokens} of {served}");
        Assert.Equal(provider == "siliconflow" ? served * 1000 : record.Cost?.Nano ?? 0, record.Cost?.Nano ?? 0);

        var limits = await rig.Client.GetFromJsonAsync<JsonNode>("/v1/usage/limits");
        Assert.Contains(limits!["data"]!.AsArray(), l => (long?)l!["used"] == served);
    }

    [Theory]
    [InlineData("""  "usage":{"prompt_tokens":77,"total_tokens":77}""")]
    [InlineData("""  "usage":{"total_tokens":77}""")]
    [InlineData("""  "usage":{"prompt_tokens":0,"total_tokens":0},"meta":{"tokens":{"input_tokens":77}}""")]
    [InlineData("""  "usage":{"prompt_tokens":77}""")]
    [InlineData("""  "tokens":{"input_tokens":77,"output_tokens":0}""")]
    [InlineData("""  "meta":{"tokens":{"input_tokens":77,"output_tokens":0}}""")]
    [InlineData("""  "meta":{"api_version":{"version":"1"},"billed_units":{"input_tokens":77,"search_units":1}}""")]
    [InlineData("""  "usage":null,"meta":{"billed_units":{"search_units":1},"tokens":{"input_tokens":77}}""")]
    public async Task Tokens_WhereverTheyStand_AreTaken(string usage)
    {
        await using var rig = await RerankRig.StartAsync(Priced);
        rig["siliconflow"].Script(
            RerankRig.Model, new ModelScript { ErrorStatus = 200, ErrorBody = $$"""{"results":{{All}},{{usage.Trim()}}}""" });
        using var response = await rig.SendAsync(RerankRig.Body(RerankRig.At("siliconflow")));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);

        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal(
            (77, 0, UsageSource.Backend, 77_000L),
            (record.Tokens.Prompt, record.Tokens.Output, record.Tokens.Source, record.Cost!.Value.Nano));
    }

    [Fact]
    public async Task Tokens_ThatNobodyTells_AreEstimated_TheQueryWithEachDocument()
    {
        await using var rig = await RerankRig.StartAsync();
        rig["vllm"].Script(RerankRig.Model, new ModelScript { ErrorStatus = 200, ErrorBody = $$"""{"results":{{All}}}""" });
        var query = $"\"{new string('q', 400)}\"";
        using var response = await rig.SendAsync(RerankRig.Body(RerankRig.At("vllm"), query: query));

        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal(UsageSource.Estimated, record.Tokens.Source);
        Assert.InRange((long)record.Tokens.Prompt!, 400, 480);
        Assert.DoesNotContain("\"usage\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadAnswer_ThatToldItsTokens_IsInTheLedgerBesideTheAnswer()
    {
        await using var rig = await RerankRig.StartAsync();
        rig["vllm"].Script(
            RerankRig.Model,
            new ModelScript
            {
                ErrorStatus = 200,
                ErrorBody = """{"results":[{"index":0,"relevance_score":1}],"usage":{"prompt_tokens":77,"total_tokens":77}}"""
            });
        using var response = await rig.SendAsync(RerankRig.Body("Ranks"));

        var records = await rig.Gateway.RecordsOfAsync(response);
        Assert.Equal(["vllm", "siliconflow"], records.Select(static r => r.Backend).OrderDescending(StringComparer.Ordinal));
        Assert.Equal(77, records.Single(static r => r.Backend == "vllm").Tokens.Prompt);
    }

    [Fact]
    public async Task Limit_ThatIsUsedUp_RefusesToRank()
    {
        await using var rig = await RerankRig.StartAsync("quotas: { policies: [ { per: key, tokensPerDay: 60 } ] }");
        using var first = await rig.SendAsync(RerankRig.Body(RerankRig.At("vllm"), documents: "[\"a\"]", query: "\"b\""));
        Assert.Equal(200, (int)first.StatusCode);
        using var response = await rig.SendAsync(RerankRig.Body(RerankRig.At("vllm"), documents: $"[\"{new string('d', 1000)}\"]"));
        Assert.Equal("insufficient_quota", (string?)(await response.ErrorAsync(402))["code"]);
        Assert.Equal(1, (await rig.Gateway.RecordOfAsync(first)).Documents);
        Assert.Null((await rig.Gateway.RecordOfAsync(response)).Documents);
    }
}

using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Simulator;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// Background requests are kept short: a token limit, no reasoning, a small model if one is named, and a request limit of their own.
/// </summary>
public sealed class ChoresAreSmallTests
{
    [Theory]
    [InlineData("Chat", """{"max_tokens":512,"reasoning_effort":"none"}""")]
    [InlineData("cloud/Qwen/Qwen3-8B", """{"max_tokens":512,"enable_thinking":false}""")]
    public async Task Chore_ThatNamesNoLimit_GetsOne_AndAModelThatThinksDoesNot(string model, string added)
    {
        await using var rig = await ChoreRig.StartAsync();
        using var response = await rig.SendAsync(WebUi.Tags(model));
        Assert.Equal(200, (int)response.StatusCode);
        await SentWithAsync(rig, model, added);
    }

    [Fact]
    public async Task Chore_ThatNamesALimit_KeepsIt_AndAPersonsChatIsLeftAlone()
    {
        await using var rig = await ChoreRig.StartAsync(background: "holdBack: 0s, maxTokens: 99");
        using var title = await rig.SendAsync(WebUi.Title());
        await SentWithAsync(rig, "Chat", """{"max_tokens":1000,"reasoning_effort":"none"}""");
        using var tags = await rig.SendAsync(WebUi.Tags());
        await SentWithAsync(rig, "Chat", """{"max_tokens":99,"reasoning_effort":"none"}""");
        using var queries = await rig.SendAsync(WebUi.Queries());
        await SentWithAsync(rig, "Chat", "{}");
        Assert.False(queries.Headers.Contains("x-gateway-background"));
    }

    [Fact]
    public async Task Chore_WhoseClientWantsThinking_DoesNotThink()
    {
        await using var rig = await ChoreRig.StartAsync();
        using var response = await rig.SendAsync(WebUi.Tags()[..^1] + ""","reasoning_effort":"high"}""");
        await SentWithAsync(rig, "Chat", """{"max_tokens":512,"reasoning_effort":"none"}""");
    }

    [Theory]
    [InlineData(", background: \"qwen2.5:0.5b\"", "holdBack: 0s")]
    [InlineData(", background: Tasks", "holdBack: 0s, model: nonsense")]
    [InlineData("", "holdBack: 0s, model: \"own/qwen2.5:0.5b\"")]
    public async Task Chore_GoesToTheSmallModelThatIsNamed_AndTheChatDoesNot(string route, string background)
    {
        await using var rig = await ChoreRig.StartAsync(
            route, background, "  - { name: Tasks, candidates: [ { backend: own, model: \"qwen2.5:0.5b\" } ] }");
        using var tags = await rig.SendAsync(WebUi.Tags());
        Assert.Equal(ChoreRig.Small, tags.Header("x-gateway-model"));
        Assert.Contains("nobody waits for this request", tags.Header("x-gateway-decision"), StringComparison.Ordinal);
        using var chat = await rig.SendAsync(WebUi.Chat());
        Assert.Equal(ChoreRig.Model, chat.Header("x-gateway-model"));
        var record = await rig.Gateway.RecordOfAsync(tags);
        Assert.Equal(("Chat", ChoreRig.Small), (record.Tag, record.Model));
    }

    // The operator's choice for all opens no model to a key that may not ask for it; what the key's route names is its route's.
    [Theory]
    [InlineData("", ChoreRig.Model)]
    [InlineData(", background: \"qwen2.5:0.5b\"", ChoreRig.Small)]
    public async Task Chore_OfAKeyThatMayNotAskForTheSmallModel_GoesThereByItsRouteOnly(string route, string served)
    {
        var key = ChoreRig.Keys("lin").Replace("owner: lin", "owner: lin, tags: [ Chat ]", StringComparison.Ordinal);
        await using var rig = await ChoreRig.StartAsync(route, "holdBack: 0s, model: \"own/qwen2.5:0.5b\"", key);
        using var tags = await rig.SendAsync(WebUi.Tags(), "lin");
        Assert.Equal((200, served), ((int)tags.StatusCode, tags.Header("x-gateway-model")));
    }

    [Fact]
    public async Task Chore_IsExplainedAsItIsSent()
    {
        await using var rig = await ChoreRig.StartAsync(background: "holdBack: 0s, model: \"own/qwen2.5:0.5b\"");
        var explained = await ExplainAsync(WebUi.Tags());
        Assert.Equal("own/qwen2.5:0.5b", (string?)explained["route"]);
        Assert.Contains("nobody waits for this request", (string?)explained["summary"], StringComparison.Ordinal);
        Assert.Equal([(1, ChoreRig.Small), (2, ChoreRig.Model)], Candidates(explained));
        Assert.Equal([(1, ChoreRig.Model)], Candidates(await ExplainAsync(WebUi.Chat())));

        async Task<JsonNode> ExplainAsync(string body)
        {
            using var content = new StringContent(body, null, "application/json");
            using var response = await rig.Catalog.Client.PostAsync(new Uri("/v1/route/explain", UriKind.Relative), content);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        }

        static IEnumerable<(int, string)> Candidates(JsonNode explained) =>
            explained["candidates"]!.AsArray().Select(static c => ((int)c!["order"]!, (string)c["model"]!));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("own/gone:1b")]
    [InlineData("\"qwen2.5:0.5b\"")]
    public async Task Chore_WhoseSmallModelCannot_GoesTheUsualWay(string small)
    {
        await using var rig = await ChoreRig.StartAsync($", background: {small}");
        rig.Own.Script(ChoreRig.Small, new ModelScript { Error = "runnerError" });
        using var tags = await rig.SendAsync(WebUi.Tags());
        Assert.Equal((200, ChoreRig.Model), ((int)tags.StatusCode, tags.Header("x-gateway-model")));
    }

    [Theory]
    [InlineData(", localOnly: true", "Chat")]
    [InlineData("", "Chat:local")]
    public async Task Chore_OfWhatMayNotLeave_DoesNotLeaveByTheSmallModelsName(string route, string name)
    {
        await using var rig = await ChoreRig.StartAsync(route, "holdBack: 0s, model: cloud/Qwen/Qwen3-8B");
        using var tags = await rig.SendAsync(WebUi.Tags(name));
        Assert.Equal("own", tags.Header("x-gateway-backend"));
        Assert.Empty(rig.Cloud.Received);
    }

    [Fact]
    public async Task Chores_DoNotEatAPersonsRequestLimit()
    {
        var frontEnd = ChoreRig.Keys("webui").Replace("owner: webui", "owner: webui, onBehalfOf: true", StringComparison.Ordinal);
        await using var rig = await ChoreRig.StartAsync(
            extra: $"quotas: {{ policies: [ {{ per: owner, requestsPerMinute: 2, concurrent: 1 }} ] }}\n{frontEnd}");
        foreach (var body in new[]
        {
            WebUi.Title(), WebUi.Chat(), WebUi.FollowUps(), WebUi.Tags(), WebUi.Chat(), WebUi.FollowUps(), WebUi.Tags()
        })
        {
            using var response = await rig.SendAsync(body, "webui");
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }

        using var third = await rig.SendAsync(WebUi.Chat(), "webui");
        Assert.Contains(
            "The limit of 2 requests in any 60 seconds for owner 'webui'", (string?)(await third.ErrorAsync(429))["message"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChatBesideItsTitle_IsNotOneTooManyAtOnce()
    {
        await using var rig = await ChoreRig.StartAsync(extra: "quotas: { policies: [ { per: owner, concurrent: 1 } ] }");
        rig.Hold();
        var title = rig.SendAsync(WebUi.Title());
        await rig.NextAsync();
        var chat = rig.SendAsync(WebUi.Chat(stream: false));
        await rig.ClientGoneAsync();
        await rig.NextAsync();
        rig.Release();
        Assert.Equal(200, (int)(await chat).StatusCode);
        await rig.NextAsync();
        rig.Release();
        Assert.Equal(200, (int)(await title).StatusCode);
    }

    [Fact]
    public async Task Chores_HaveALimitOfTheirOwn_AndTheirTokensCount()
    {
        await using var rig = await ChoreRig.StartAsync(
            extra: "quotas: { policies: [ { per: owner, backgroundRequestsPerMinute: 1, tokensPerDay: 1000000 } ] }");
        using var first = await rig.SendAsync(WebUi.Tags());
        Assert.True(first.IsSuccessStatusCode);
        using var second = await rig.SendAsync(WebUi.FollowUps());
        Assert.Contains(
            "for background requests of owner 'anonymous'", (string?)(await second.ErrorAsync(429))["message"], StringComparison.Ordinal);
        using var chat = await rig.SendAsync(WebUi.Chat(stream: false));
        Assert.True(chat.IsSuccessStatusCode);

        var limits =
            JsonNode.Parse(await rig.Catalog.Client.GetStringAsync(new Uri("/v1/usage/limits", UriKind.Relative)))!["data"]!.AsArray();
        long Used(string limit) => (long)limits.Single(l => (string?)l!["limit"] == limit)!["used"]!;
        Assert.Equal(1, Used("requests_per_minute"));
        var records = await rig.Gateway.RecordsAsync();
        Assert.Equal(records.Sum(static r => (long)(r.Tokens.Prompt ?? 0) + (r.Tokens.Output ?? 0)), Used("tokens_per_day"));
    }

    private static async Task SentWithAsync(ChoreRig rig, string model, string added)
    {
        var backend = model.StartsWith("cloud/", StringComparison.Ordinal) ? rig.Cloud : rig.Own;
        var sent = JsonNode.Parse((await backend.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20))).Body)!.AsObject();
        foreach (var name in new[] { "model", "messages", "stream" })
        {
            sent.Remove(name);
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(added), sent), sent.ToJsonString());
    }
}

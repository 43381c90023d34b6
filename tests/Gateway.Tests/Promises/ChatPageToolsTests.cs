using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// A chat page offers 36 tools with "hi". Whichever model its user picks, one of the team's own machines answers, without the tools if they
/// do not fit or no model can call them. An agent's tools stay. Nothing goes to the cloud or is left out silently.
/// </summary>
public sealed class ChatPageToolsTests
{
    private const string Picture =
        """[{"type":"text","text":"What is in it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]""";
    private const string Text = "\"hi\"";

    // Some 6,200 tokens of tools, by the gateway's estimate.
    public static TheoryData<string, string, int, bool, string, string, bool> Cases()
    {
        var cases = new TheoryData<string, string, int, bool, string, string, bool>();
        foreach (var key in new[] { OwnMachineRig.Free, OwnMachineRig.Local })
        {
            foreach (var isWarm in new[] { true, false })
            {
                foreach (var context in new[] { 4_096, 8_192, 16_384 })
                {
                    // Of a cold Ollama nobody knows yet that it gives more than its default.
                    var fits = context > 4_096 && isWarm;
                    cases.Add("Chat", Text, context, isWarm, key, OwnMachineRig.Coder, fits);
                    cases.Add("Coder", Text, context, isWarm, key, OwnMachineRig.Coder, fits);
                    cases.Add("auto", Text, context, isWarm, key, OwnMachineRig.Coder, fits);
                    cases.Add(OwnMachineRig.Coder, Text, context, isWarm, key, OwnMachineRig.Coder, fits);
                    cases.Add(OwnMachineRig.Thinker, Text, context, isWarm, key, OwnMachineRig.Thinker, false);
                    cases.Add("Reasoning", Text, context, isWarm, key, OwnMachineRig.Thinker, false);
                    cases.Add("Vision", Picture, context, isWarm, key, OwnMachineRig.Seer, false);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Message_OfAChatPage_IsAnsweredAtHome_AndSaysWhatWasLeftOut(
        string name, string content, int context, bool isWarm, string key, string model, bool keepsTools)
    {
        await using var rig = await OwnMachineRig.StartAsync(context, isWarm);
        using var response = await rig.SendAsync(ChatPage.Body(name, content), key);
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
        Assert.Equal("own", response.Header("x-gateway-backend"));
        // Behind Chat, any of them is right; without tools the best one for it goes first.
        Assert.True(name is "Chat" or "auto" || response.Header("x-gateway-model") == model, response.Header("x-gateway-model"));
        Assert.Empty(rig.Cloud.Received);

        var sent = JsonNode.Parse(Assert.Single(rig.Own.Received).Body)!;
        Assert.Equal(keepsTools, sent["tools"] is not null);
        var record = Assert.Single(await rig.Gateway.RecordsOfAsync(response));
        Assert.Equal(!keepsTools, record.Marks.HasFlag(UsageMarks.ToolsLeftOut));
        if (!keepsTools)
        {
            Assert.Contains("none of the 36 tools that the client sends", response.Header("x-gateway-decision"), StringComparison.Ordinal);
            Assert.Equal(response.Header("x-gateway-decision")[..Math.Min(300, record.Decision!.Length)], record.Decision);
            Assert.Contains(
                $"decision={response.Header("x-gateway-decision")}", await rig.Gateway.Log.WaitForAsync("decision="),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fixture_IsOfTheSizeOfTheRealOne()
    {
        Assert.Equal(ChatPage.BodyLength, ChatPage.Body("Coder").Length);
        Assert.Equal(ChatPage.ToolCount, JsonNode.Parse(ChatPage.Tools())!.AsArray().Count);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(",\"tool_choice\":\"auto\",\"parallel_tool_calls\":true", "")]
    [InlineData(",\"tool_choice\":null,\"x_unknown\":{\"tools\":[1]}", ",\"x_unknown\":{\"tools\":[1]}")]
    [InlineData(",\"function_call\":\"auto\",\"functions\":[{\"name\":\"old\"}]", "")]
    public async Task ToolsThatAreLeftOut_TakeTheirChoicesWithThem_AndNothingElse(string members, string left)
    {
        await using var rig = await OwnMachineRig.StartAsync(4_096);
        using var response = await rig.SendAsync(ChatPage.Body(OwnMachineRig.Thinker, members: members, stream: false));
        Assert.Equal(200, (int)response.StatusCode);
        var bare =
            $$"""{"stream": false, "model": "{{OwnMachineRig.Thinker}}", "messages": [{"role": "user", "content": "Say hello to the team"}]{{left}}}""";
        Assert.Equal(JsonNode.Parse(bare)!.ToJsonString(), JsonNode.Parse(Assert.Single(rig.Own.Received).Body)!.ToJsonString());
    }

    // Whoever must call a tool, or called one, is not spared it.
    [Theory]
    [InlineData(",\"tool_choice\":\"required\"", "")]
    [InlineData(",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"find_folder\"}}", "")]
    [InlineData(
        "",
        """{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"find_folder","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"b"},""")]
    [InlineData("", """{"role":"tool","tool_call_id":"1","content":"b"},""")]
    public async Task Tools_ThatMustBeCalledOrWere_AreNeverLeftOut(string members, string earlier)
    {
        await using var rig = await OwnMachineRig.StartAsync(16_384);
        using var response = await rig.SendAsync(ChatPage.Body(OwnMachineRig.Thinker, members: members, earlier: earlier));
        Assert.Equal("no_capable_model", (string?)(await response.ErrorAsync(400))["code"]);
        Assert.Empty(rig.Own.Received);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"a","tool_calls":null},""")]
    [InlineData("""{"role":"assistant","content":"a","tool_calls":[]},""")]
    public async Task History_ThatSaysThatNothingWasCalled_CallsNothing(string earlier)
    {
        await using var rig = await OwnMachineRig.StartAsync(16_384);
        using var response = await rig.SendAsync(ChatPage.Body(OwnMachineRig.Thinker, earlier: earlier));
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task AgentsTools_AreNeverDropped_AndTheRefusalNamesThemAndTheWaysOut()
    {
        await using var rig = await OwnMachineRig.StartAsync(4_096);
        using var exact = await rig.SendAsync(ChatPage.Body(OwnMachineRig.Coder), isPage: false);
        var error = await exact.ErrorAsync(400);
        Assert.Equal("prompt_too_long", (string?)error["code"]);
        AssertNamesToolsAndWaysOut((string)error["message"]!);

        using var bound = await rig.SendAsync(ChatPage.Body("Coder"), OwnMachineRig.Local, isPage: false);
        var refusal = await bound.ErrorAsync(403);
        Assert.Equal("local_only", (string?)refusal["code"]);
        AssertNamesToolsAndWaysOut((string)refusal["message"]!);

        using var incapable = await rig.SendAsync(ChatPage.Body("Vision", Picture), OwnMachineRig.Local, isPage: false);
        Assert.Contains("cannot call tools", (string?)(await incapable.ErrorAsync(403))["message"], StringComparison.Ordinal);
        Assert.Empty(rig.Own.Received);

        using var tag = await rig.SendAsync(ChatPage.Body("Coder"), isPage: false);
        Assert.Equal("cloud", tag.Header("x-gateway-backend"));
        Assert.NotNull(JsonNode.Parse(Assert.Single(rig.Cloud.Received).Body)!["tools"]);
        var decision = tag.Header("x-gateway-decision");
        Assert.Contains($"own machines first, but own/{OwnMachineRig.Coder} takes 4,096 tokens", decision, StringComparison.Ordinal);
        Assert.Contains("are the 36 tools that the client sends", decision, StringComparison.Ordinal);

        var explanation = await rig.ExplainAsync(ChatPage.Body("Coder"), isPage: false);
        Assert.Equal(decision, (string?)explanation["summary"]);
        var own = explanation["candidates"]!.AsArray().Single(c => (string?)c!["model"] == OwnMachineRig.Coder)!;
        // Between what surely fits and what surely does not, an Ollama is asked by nobody, since it would cut.
        Assert.Equal("MayBeCut", (string?)own["verdict"]);
        Assert.Contains((string)own["reason"]!, decision, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("optional", "", true)]
    [InlineData("auto", "", false)]
    [InlineData("required", "", false)]
    [InlineData("auto", "optional", true)]
    [InlineData("optional", "required", false)]
    public async Task Operator_SaysOfAKeyOrARouteWhetherToolsAreOptional(string ofKey, string ofRoute, bool areLeftOut)
    {
        var route = ofRoute.Length > 0
            ? $"routes: [ {{ name: Team, tools: {ofRoute}, candidates: [ {{ backend: own, model: \"{OwnMachineRig.Coder}\" }} ] }} ]"
            : "";
        await using var rig = await OwnMachineRig.StartAsync(4_096, extra: route, ofKeys: $", tools: {ofKey}");
        using var response = await rig.SendAsync(ChatPage.Body(ofRoute.Length > 0 ? "Team" : OwnMachineRig.Coder), isPage: false);
        Assert.Equal(areLeftOut ? 200 : 400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Required_HoldsForAChatPageToo()
    {
        await using var rig = await OwnMachineRig.StartAsync(4_096, ofKeys: ", tools: required");
        using var response = await rig.SendAsync(ChatPage.Body(OwnMachineRig.Coder));
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Conversation_ThatFitsOnlyWithoutTools_StaysWhereItIs_AndOneThatDoesNotIsRefusedByItsOwnLength()
    {
        await using var rig = await OwnMachineRig.StartAsync(8_192);
        var earlier = Earlier(2_500);
        using var response = await rig.SendAsync(ChatPage.Body(OwnMachineRig.Coder, earlier: earlier));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("none of the 36 tools", response.Header("x-gateway-decision"), StringComparison.Ordinal);

        using var longer = await rig.SendAsync(ChatPage.Body(OwnMachineRig.Coder, earlier: Earlier(12_000)));
        var error = await longer.ErrorAsync(400);
        Assert.Equal("context_length_exceeded", (string?)error["code"]);
        Assert.Contains("even without the 36 tools that the client sends", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailoverToTheCloud_TakesTheToolsAlong_WhereThereIsRoom_AndSaysWhy()
    {
        await using var rig = await OwnMachineRig.StartAsync(4_096, extra: $$"""
            routes:
              - { name: Team, candidates: [ { backend: own, model: "{{OwnMachineRig.Coder}}" }, { backend: cloud, model: {{Rig.CloudModel}} } ] }
            """);
        rig.Own.Script(OwnMachineRig.Coder, new() { Error = "runnerError" });
        using var response = await rig.SendAsync(ChatPage.Body("Team"));
        Assert.Equal("cloud", response.Header("x-gateway-backend"));
        Assert.NotNull(JsonNode.Parse(Assert.Single(rig.Cloud.Received).Body)!["tools"]);
        Assert.Contains(
            $"as listed, but own/{OwnMachineRig.Coder} was asked first", response.Header("x-gateway-decision"), StringComparison.Ordinal);
        Assert.DoesNotContain("none of", response.Header("x-gateway-decision"), StringComparison.Ordinal);
        var record = (await rig.Gateway.RecordsOfAsync(response)).Single(static r => r.CountsAsRequest);
        Assert.False(record.Marks.HasFlag(UsageMarks.ToolsLeftOut));
    }

    // Nobody knew it of this model: it is asked once more without, and remembered.
    [Fact]
    public async Task OptionalTools_ThatABackendRefuses_AreLeftOut_AndRemembered()
    {
        await using var rig = await ProviderRig.StartAsync("vllm", facts: new() { ToolParser = false });
        for (var i = 1; i <= 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
            request.Content = new StringContent(ChatPage.Body("Only"), null, "application/json");
            request.Headers.Add(ChatPage.Sign.Name, ChatPage.Sign.Value);
            using var response = await rig.Gateway.Client.SendAsync(request);
            Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
            Assert.Equal("1", response.Header("x-gateway-attempts"));
            Assert.EndsWith(
                "It refuses tools, so it was sent none of those that the client offers.", response.Header("x-gateway-decision"),
                StringComparison.Ordinal);
            Assert.True(Assert.Single(await rig.Gateway.RecordsOfAsync(response)).Marks.HasFlag(UsageMarks.ToolsLeftOut));
            Assert.Equal(1 + i, rig.Backend.Received.Count);
        }
    }

    private static string Earlier(int tokens) =>
        $$"""{"role":"user","content":"{{new string('x', tokens * 2)}}"},{"role":"assistant","content":"{{new string('x', tokens * 2)}}"},""";

    private static void AssertNamesToolsAndWaysOut(string message)
    {
        Assert.Matches("about 6,[0-9]{3} of them are the 36 tools that the client sends", message);
        Assert.Contains("turn the tools off in the client", message, StringComparison.Ordinal);
        Assert.Contains("ask for a model that takes more", message, StringComparison.Ordinal);
        Assert.True(message.Contains("OLLAMA_CONTEXT_LENGTH", StringComparison.Ordinal), message);
        Assert.Contains("contextLength", message, StringComparison.Ordinal);
    }
}

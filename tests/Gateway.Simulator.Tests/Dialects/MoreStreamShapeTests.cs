using System.Text.Json.Nodes;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Tests.Dialects;

public class MoreStreamShapeTests
{
    private static readonly ModelScript s_thinks = new() { Reasoning = "one two", Text = "a b" };

    [Fact]
    public async Task LmStudio_RoleOnFirstDelta_ModelAsFingerprint_UsageIfAsked()
    {
        await using var client = await Client.StartAsync(Personality.LmStudio);
        var chunks = await client.ChunksAsync(Asking(client));

        Assert.Equal(["role", "content"], Delta(chunks[0]).Select(m => m.Key));
        Assert.All(chunks[1..], chunk => Assert.Null(Delta(chunk)["role"]));
        Assert.All(chunks, chunk => Assert.Equal(client.Model, (string?)chunk["system_fingerprint"]));
        Assert.Matches("^chatcmpl-[a-z0-9]{21}$", (string?)chunks[0]["id"]);
        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        Assert.All(await client.ChunksAsync(), chunk => Assert.Null(chunk["usage"]));
    }

    [Fact]
    public async Task LlamaCpp_ChoicesAndFinishReasonFirst_TimingsBesideUsage()
    {
        await using var client = await Client.StartAsync(Personality.LlamaCpp);
        client.Backend.Script(client.Model, s_thinks);
        var chunks = await client.ChunksAsync(Asking(client));

        Assert.All(chunks, chunk => Assert.Equal("choices", chunk.AsObject().First().Key));
        Assert.All(
            chunks[..^1], chunk => Assert.Equal(["finish_reason", "index", "delta"], chunk["choices"]![0]!.AsObject().Select(m => m.Key)));
        Assert.Equal("""{"role":"assistant","content":null}""", Delta(chunks[0]).ToJsonString());
        Assert.Equal(["reasoning_content"], Delta(chunks[1]).Select(m => m.Key));
        Assert.Equal("{}", Delta(chunks[^2]).ToJsonString());
        Assert.Equal(client.Backend.Served.CompletionTokens, (int)chunks[^1]["usage"]!["completion_tokens"]!);
        Assert.Equal(client.Backend.Served.CompletionTokens, (int)chunks[^1]["timings"]!["predicted_n"]!);
        Assert.Matches("^chatcmpl-[A-Za-z0-9]{32}$", (string?)chunks[0]["id"]);
        Assert.StartsWith("b7010-", (string?)chunks[0]["system_fingerprint"]);
        Assert.NotNull((await client.AskAsync())["timings"]);
        Assert.Equal("choices", (await client.AskAsync()).AsObject().First().Key);
        var unasked = await client.ChunksAsync();
        Assert.All(unasked, chunk => Assert.Null(chunk["usage"]));
        Assert.NotNull(unasked[^1]["timings"]);
    }

    [Fact]
    public async Task Vllm_SaysReasoning_StopReasonAtTheEnd_UsageIfAsked()
    {
        await using var client = await Client.StartAsync(Personality.Vllm);
        client.Backend.Script(client.Model, s_thinks);
        var chunks = await client.ChunksAsync(Asking(client));

        Assert.Equal("""{"role":"assistant","content":""}""", Delta(chunks[0]).ToJsonString());
        Assert.Equal("one two", string.Concat(chunks.Select(chunk => (string?)Delta(chunk)["reasoning"])));
        Assert.True(chunks[^2]["choices"]![0]!.AsObject().ContainsKey("stop_reason"));
        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        Assert.All(await client.ChunksAsync(), chunk => Assert.Null(chunk["usage"]));
        var message = (await client.AskAsync())["choices"]![0]!["message"]!.AsObject();
        Assert.True(message.ContainsKey("refusal") && message["refusal"] is null);
        Assert.Empty(message["tool_calls"]!.AsArray());
    }

    [Fact]
    public async Task DeepSeek_NullUsage_ThenUsageOnFinish_OtherFieldNull()
    {
        await using var client = await Client.StartAsync(Personality.DeepSeek);
        client.Backend.Script(client.Model, s_thinks);
        var chunks = await client.ChunksAsync();

        Assert.All(chunks[..^1], chunk => Assert.True(chunk.AsObject().ContainsKey("usage") && chunk["usage"] is null));
        Assert.Equal("""{"role":"assistant","content":null,"reasoning_content":""}""", Delta(chunks[0]).ToJsonString());
        Assert.Equal("""{"content":null,"reasoning_content":"one"}""", Delta(chunks[1]).ToJsonString());
        Assert.Equal("""{"content":"","reasoning_content":null}""", Delta(chunks[^1]).ToJsonString());
        Assert.Equal("stop", (string?)chunks[^1]["choices"]![0]!["finish_reason"]);
        var usage = chunks[^1]["usage"]!;
        Assert.Equal((int)usage["prompt_tokens"]!, (int)usage["prompt_cache_hit_tokens"]! + (int)usage["prompt_cache_miss_tokens"]!);
        Assert.True(Guid.TryParseExact((string?)chunks[0]["id"], "D", out _));
    }

    [Theory]
    [InlineData(Personality.LmStudio, "^[1-9]{9}$")]
    [InlineData(Personality.LlamaCpp, "^[A-Za-z0-9]{32}$")]
    [InlineData(Personality.Vllm, "^chatcmpl-tool-[0-9a-f]{32}$")]
    [InlineData(Personality.DeepSeek, "^call_00_[a-z0-9]{24}$")]
    public async Task ToolCalls_ComeInPieces_WithTheIdOfTheProvider(Personality personality, string id)
    {
        await using var client = await Client.StartAsync(personality);
        client.Backend.Script(client.Model, new() { ToolCalls = [new() { Name = "f", Arguments = """{"city":"Paris"}""" }] });
        var pieces = (await client.ChunksAsync()).Select(chunk => Delta(chunk)["tool_calls"]?[0]!.AsObject()).OfType<JsonObject>().ToList();

        Assert.Matches(id, (string?)pieces[0]["id"]);
        Assert.All(pieces[1..], piece => Assert.False(piece.ContainsKey("id")));
        Assert.Equal("""{"city":"Paris"}""", string.Concat(pieces.Select(piece => (string?)piece["function"]!["arguments"])));
    }

    [Theory]
    [InlineData(Personality.LmStudio, "data: {\"error\":\"")]
    [InlineData(Personality.LlamaCpp, "data: {\"error\":{\"code\":500,")]
    [InlineData(Personality.Vllm, "\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}\n\ndata: [DONE]\n\n")]
    public async Task LateError_HasTheShapeOfTheProvider(Personality personality, string sign)
    {
        await using var client = await Client.StartAsync(personality);
        client.Backend.Script(client.Model, new() { Fail = FailureMode.ErrorEventThenDone });
        Assert.Contains(sign, await client.StreamAsync());
    }

    [Theory]
    [InlineData(FailureMode.None)]
    [InlineData(FailureMode.PlainEnd)]
    public async Task EmptyLines_ComeBeforeTheBody_WithoutALength(FailureMode fail)
    {
        await using var client = await Client.StartAsync(Personality.DeepSeek);
        client.Backend.Script(client.Model, new() { EmptyLinesFirst = 4, Fail = fail, Text = "x" });
        using var response = await client.PostAsync(client.Request(false));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("\n\n\n\n{", text);
        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal(fail == FailureMode.None, text.EndsWith('}'));
    }

    private static JsonObject Asking(Client client)
    {
        var request = client.Request(true);
        request["stream_options"] = new JsonObject { ["include_usage"] = true };
        return request;
    }

    private static JsonObject Delta(JsonNode chunk) =>
        chunk["choices"]!.AsArray() is [var choice, ..] ? choice!["delta"]!.AsObject() : [];
}

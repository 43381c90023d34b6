using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Tool calls arrive in a form that every client reads, even two in parallel.</summary>
public sealed class ToolCallsTests
{
    private static readonly ScriptedToolCall[] Calls =
    [
        new() { Name = "weather", Arguments = """{"city":"Paris","note":"a \"quoted\" 词"}""", Id = "call_one" },
        new() { Name = "time", Arguments = """{"zone":"CET"}""", Id = "call_two" },
    ];

    public static TheoryData<string, ToolCallStyle> Styles()
    {
        var data = new TheoryData<string, ToolCallStyle>();
        foreach (var style in Enum.GetValues<ToolCallStyle>())
        {
            data.Add("Local", style);
            data.Add("Cloud", style);
            data.Add("Open", style);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task ParallelCalls_InAnyStyle_AreTwoWholeCalls(string tag, ToolCallStyle style)
    {
        await using var rig = await Rig.StartAsync();
        var script = new ModelScript { ToolCalls = Calls, ToolCallStyle = style, WriteSize = 11 };
        rig.Ollama.Script(Rig.LocalModel, script);
        rig.Cloud.Script(Rig.CloudModel, script);
        rig.Open.Script(Rig.OpenModel, script);

        var stream = (await rig.StreamAsync(tag)).Whole("tool_calls");
        var pieces = stream.Deltas.SelectMany(d => d["tool_calls"]?.AsArray() ?? []).Select(p => p!.AsObject()).ToList();
        Assert.All(pieces, AssertReadable);
        foreach (var (index, call) in Calls.Index())
        {
            var mine = pieces.Where(p => (int)p["index"]! == index).ToList();
            Assert.Equal(call.Id, string.Concat(mine.Select(p => (string?)p["id"]).Distinct()));
            Assert.Equal(call.Name, string.Concat(mine.Select(p => (string?)p["function"]!["name"])));
            Assert.Equal(call.Arguments, string.Concat(mine.Select(p => (string?)p["function"]!["arguments"])));
        }
    }

    [Theory]
    [InlineData("Local")]
    [InlineData("Cloud")]
    public async Task Calls_NotStreamed_ArriveWhole(string tag)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { ToolCalls = Calls });
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { ToolCalls = Calls });
        var choice = (await rig.AnswerAsync(tag))["choices"]![0]!;
        Assert.Equal("tool_calls", (string?)choice["finish_reason"]);
        Assert.Equal(
            Calls.Select(c => c.Arguments), choice["message"]!["tool_calls"]!.AsArray().Select(c => (string?)c!["function"]!["arguments"]));
    }

    [Fact]
    public async Task Tools_OfTheRequest_ReachTheBackend()
    {
        await using var rig = await Rig.StartAsync();
        var tools = JsonNode.Parse("""[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}]""")!;
        await rig.AnswerAsync("Local", new JsonObject { ["tools"] = tools.DeepClone(), ["tool_choice"] = "auto" });
        Assert.True(JsonNode.DeepEquals(tools, JsonNode.Parse(rig.Ollama.Received.Single().Body)!["tools"]));
    }

    // AI SDK refuses nulls in these, and a piece without its function.
    private static void AssertReadable(JsonObject piece)
    {
        Assert.NotNull(piece["function"]);
        foreach (var (name, value) in piece.Concat(piece["function"]!.AsObject()))
        {
            Assert.True(value is not null, name);
        }
    }
}

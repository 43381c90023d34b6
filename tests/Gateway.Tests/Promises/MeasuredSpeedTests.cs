using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Tests.Telemetry;

namespace Gateway.Tests.Promises;

/// <summary>A model's speed is measured only over text that arrived as it was written.</summary>
[Collection(nameof(AloneCollection))]
public sealed class MeasuredSpeedTests
{
    // Ollama sends a whole call in one event, after it was silent for as long as it took to write it.
    [Fact]
    public async Task Call_ThatComesInOnePiece_MeasuresNoSpeed()
    {
        await using var rig = await TelemetryRig.StartAsync();
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript
        {
            FirstByteDelayMs = 100,
            ToolCalls = [new ScriptedToolCall { Name = "weather", Arguments = """{"city":"Paris","days":[1,2,3,4,5,6,7,8,9]}""" }],
        });
        var stream = await rig.Rig.StreamAsync(
            "Local", new JsonObject { ["tools"] = JsonNode.Parse("""[{"type":"function","function":{"name":"weather"}}]""") });
        Assert.Equal(["tool_calls"], stream.FinishReasons);
        await rig.FlushAsync();
        Assert.Null((await ExplainedAsync(rig))["expectedSeconds"]);
        Assert.Empty(rig.Series("gen_ai.server.time_per_output_token"));
    }

    [Fact]
    public async Task Text_ThatComesAsItIsWritten_MeasuresIt()
    {
        await using var rig = await TelemetryRig.StartAsync();
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript { TokensPerSecond = 100, Words = 30 });
        (await rig.Rig.StreamAsync("Local")).Whole();
        await rig.FlushAsync();
        // 200 tokens at a hundred a second, on a busy machine.
        Assert.InRange((double)(await ExplainedAsync(rig))["expectedSeconds"]!, 1.5, 20);
        Assert.InRange(rig.Point("gen_ai.server.time_per_output_token").Value, 0.005, 0.2);
    }

    private static async Task<JsonNode> ExplainedAsync(TelemetryRig rig)
    {
        using var content = new StringContent(
            """{"model":"Local","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        using var response = await rig.Rig.Client.PostAsync("/v1/route/explain", content);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!["candidates"]![0]!;
    }
}

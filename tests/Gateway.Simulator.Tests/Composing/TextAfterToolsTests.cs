using System.Text.Json.Nodes;

namespace Gateway.Simulator.Tests.Composing;

public class TextAfterToolsTests
{
    [Theory]
    [InlineData(true, "user", true)]
    [InlineData(true, "tool", false)]
    [InlineData(false, "tool", true)]
    public async Task Model_ThatGotItsResult_CallsNoToolAgain(bool textAfterTools, string lastRole, bool calls)
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { ToolCalls = [new() { Name = "f" }], TextAfterTools = textAfterTools });
        var request = client.Request(stream: false);
        request["messages"]!.AsArray().Add(new JsonObject { ["role"] = lastRole, ["content"] = "42" });
        using var response = await client.PostAsync(request);
        var choice = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["choices"]![0]!;

        Assert.Equal(calls ? "tool_calls" : "stop", (string?)choice["finish_reason"]);
        Assert.Equal(calls, choice["message"]!["tool_calls"] is not null);
        Assert.Equal(!calls, ((string?)choice["message"]!["content"] ?? "").StartsWith("[simulated]", StringComparison.Ordinal));
    }
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Gateway.Simulator.Tests.Endpoints;

public class AdminTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("_simulator/models/m/1")]
    [InlineData("_simulator/models/m%2F1")]
    public async Task Put_SetsTheScript_AndDeleteClearsIt(string path)
    {
        await using var client = await Client.StartAsync();
        using var set = await client.Http.PutAsJsonAsync(path, new { text = "exactly this" }, Stop);
        Assert.Equal(204, (int)set.StatusCode);
        Assert.Equal("exactly this", Content(await client.AskAsync()));
        using var cleared = await client.Http.DeleteAsync(path, Stop);
        Assert.StartsWith("[simulated]", Content(await client.AskAsync()));
        var served = await client.Http.GetFromJsonAsync<JsonObject>("_simulator/served", Stop);
        Assert.Equal(2, (int)served!["answers"]!);
    }

    [Fact]
    public async Task Put_UnknownMember_IsRefusedByName()
    {
        await using var client = await Client.StartAsync();
        using var response = await client.Http.PutAsJsonAsync("_simulator/models/m/1", new { texxt = "x" }, Stop);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("'texxt'", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Simulate_OverlaysTheScriptOfTheModel()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Text = "kept", FinishReason = "stop" });
        var request = client.Request(true);
        request["simulate"] = new JsonObject { ["finishReason"] = "eos" };
        var stream = await client.StreamAsync(request);

        Assert.Contains("\"kept\"", stream);
        Assert.Contains("\"finish_reason\":\"eos\"", stream);
    }

    [Theory]
    [InlineData("""{"texxt":1}""", "'texxt'")]
    [InlineData("""{"toolCalls":[{"name":"f","argumentz":"{}"}]}""", "argumentz")]
    [InlineData("""{"words":-1}""", "words")]
    public async Task Simulate_WhatCannotBeFollowed_IsRefusedByName(string simulate, string sign)
    {
        await using var client = await Client.StartAsync();
        var request = client.Request(true);
        request["simulate"] = JsonNode.Parse(simulate);
        using var response = await client.PostAsync(request);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(sign, await response.Content.ReadAsStringAsync(Stop));
    }

    private static string Content(JsonNode body) => (string)body["choices"]![0]!["message"]!["content"]!;
}

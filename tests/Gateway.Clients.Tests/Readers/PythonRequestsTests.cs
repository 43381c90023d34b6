using System.Text.Json.Nodes;
using Gateway.Clients.Tests.Rigs;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests.Readers;

/// <summary>The gateway accepts the requests of Python clients, and each client reads its answer correctly.</summary>
public sealed class PythonRequestsTests(EveryPersonality rig)
{
    // DeepSeek takes no pictures, and its models are not asked for them.
    public static IEnumerable<TheoryDataRow<string, Personality>> Chats() =>
        from name in PythonRequest.Names()
        where !name.EndsWith(".models", StringComparison.Ordinal)
        from personality in Enum.GetValues<Personality>()
        where personality != Personality.DeepSeek || !name.Contains("image", StringComparison.Ordinal)
        select new TheoryDataRow<string, Personality>(name, personality);

    [Theory]
    [MemberData(nameof(Chats))]
    public async Task Request_ReplayedBeforeAnyBackend_IsReadRight(string name, Personality personality)
    {
        var request = new PythonRequest(name);
        using var response = await request.SendAsync(rig.Gateway.Client, EveryPersonality.RouteOf(personality, request.Scenario));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        if (request.Streams)
        {
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            Right(request, ClientReader.Read(request.Client, new Sse(text)));
        }
        else
        {
            Right(request, JsonNode.Parse(text)!);
        }
    }

    [Theory]
    [InlineData("openwebui.models")]
    [InlineData("openai.models")]
    public async Task ModelList_IsAnswered(string name)
    {
        using var response = await new PythonRequest(name).SendAsync(rig.Gateway.Client, "");
        Assert.Equal(200, (int)response.StatusCode);
        var models = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["data"]!.AsArray();
        Assert.Contains(models, m => (string?)m!["id"] == EveryPersonality.RouteOf(Personality.Ollama, Scenario.Text));
        Assert.All(models, m => Assert.True(m!["created"]!.AsValue().TryGetValue<long>(out _)));
    }

    private static void Right(PythonRequest request, Reading reading)
    {
        Assert.Equal(request.Scenario == Scenario.Tools ? "" : EveryPersonality.Words, reading.Text);
        Assert.Equal(request.Scenario == Scenario.Tools ? ["weather", "time"] : [], reading.Calls.Select(c => c.Name));
        var finish = request.Scenario == Scenario.Tools ? "tool_calls" : "stop";
        Assert.Equal(request.Client == Client.OpenWebUi ? null : finish, reading.Finish);
        Assert.Equal(request.AsksForUsage, reading.Usage is not null);
        Assert.Equal(reading.Usage?.Prompt + reading.Usage?.Completion, reading.Usage?.Total);
    }

    private static void Right(PythonRequest request, JsonNode answer)
    {
        var choice = answer["choices"]!.AsArray().Single()!;
        Assert.Equal(request.Scenario == Scenario.Tools ? "tool_calls" : "stop", (string?)choice["finish_reason"]);
        Assert.NotNull(Tokens.Of(answer["usage"]));
        if (request.Scenario == Scenario.Text)
        {
            Assert.Equal(EveryPersonality.Words, (string?)choice["message"]!["content"]);
            return;
        }

        Assert.Equal(["weather", "time"], choice["message"]!["tool_calls"]!.AsArray().Select(c => (string?)c!["function"]!["name"]));
    }
}

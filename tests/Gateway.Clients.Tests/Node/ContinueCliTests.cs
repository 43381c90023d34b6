using System.Text;
using Gateway.Clients.Tests.Rigs;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;

namespace Gateway.Clients.Tests.Node;

/// <summary>
/// Continue's command line prints what a model says and runs the tools it calls. Before a stream with usage on every chunk it does
/// neither.
/// </summary>
public sealed class ContinueCliTests(ContinueCli cn, EveryPersonality rig)
{
    private static readonly ModelScript ReadsTheNote = new()
    {
        ToolCalls = [new() { Name = "Read", Arguments = $$"""{"filepath":"{{EveryPersonality.Note}}"}""" }],
        TextAfterTools = true,
    };

    [Theory]
    [InlineData(Personality.SiliconFlow)]
    [InlineData(Personality.DeepSeek)]
    [InlineData(Personality.Ollama)]
    [InlineData(Personality.LlamaCpp)]
    public async Task Text_OfAnyBackend_IsPrinted(Personality personality)
    {
        var printed = await cn.RunAsync(rig.Gateway.Url, EveryPersonality.RouteOf(personality, Scenario.Text));
        Assert.Equal(EveryPersonality.Words, printed.Trim());
    }

    [Theory]
    [InlineData(Personality.SiliconFlow)]
    [InlineData(Personality.DeepSeek)]
    [InlineData(Personality.Ollama)]
    [InlineData(Personality.Vllm)]
    public async Task Tool_CalledByAnyBackend_IsRun(Personality personality)
    {
        var note = Guid.NewGuid().ToString();
        var route = EveryPersonality.RouteOf(personality, Scenario.ToolRun);
        var printed = await cn.RunAsync(rig.Gateway.Url, route, (EveryPersonality.Note, note));
        Assert.StartsWith("[simulated]", printed.Trim(), StringComparison.Ordinal);
        // The model is told what stands in the file.
        Assert.Single(rig.Of(personality).Received, r => Encoding.UTF8.GetString(r.Body).Contains(note, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("serverError", FailureMode.None)]
    [InlineData(null, FailureMode.PlainEnd)]
    public async Task Tool_CalledAfterFailover_IsRun(string? error, FailureMode failure)
    {
        await using var both = await FailoverRig.StartAsync();
        // The second fails behind its opening chunk, in which nothing was said yet.
        both.First.Script(FailoverRig.Model, new ModelScript { Error = error, Fail = failure, FailAfterChunks = 1 });
        both.Second.Script(FailoverRig.Model, ReadsTheNote);
        var printed = await cn.RunAsync(both.Gateway.Url, FailoverRig.Route, (EveryPersonality.Note, "what the note says"));
        Assert.StartsWith("[simulated]", printed.Trim(), StringComparison.Ordinal);
        Assert.NotEmpty(both.First.Received);
        Assert.Equal(2, both.Second.Received.Count);
        Assert.Contains("what the note says", Encoding.UTF8.GetString(both.Second.Received[^1].Body), StringComparison.Ordinal);
    }
}

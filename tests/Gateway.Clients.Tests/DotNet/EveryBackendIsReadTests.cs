using System.ClientModel;
using System.Text;
using Gateway.Clients.Tests.Readers;
using Gateway.Clients.Tests.Rigs;
using Gateway.Simulator.Options;
using OpenAI;
using OpenAI.Chat;

namespace Gateway.Clients.Tests.DotNet;

/// <summary>OpenAI's .NET library reads the gateway's answers, streamed and whole, with every backend behind it.</summary>
public sealed class EveryBackendIsReadTests(EveryPersonality rig)
{
    private static readonly ChatCompletionOptions Tools = new()
    {
        Tools = { ChatTool.CreateFunctionTool("weather"), ChatTool.CreateFunctionTool("time") },
    };

    public static TheoryData<Personality> Personalities() => [.. Enum.GetValues<Personality>()];

    [Theory]
    [MemberData(nameof(Personalities))]
    public async Task Text_Streamed_IsReadWithItsUsageOnce(Personality personality)
    {
        var updates = await StreamAsync(personality, Scenario.Text);
        Assert.Equal(EveryPersonality.Words, TextOf(updates));
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(updates, u => u.FinishReason is not null).FinishReason);
        Assert.Equal(new Tokens(1, 20, 21), UsageOf(Assert.Single(updates, u => u.Usage is not null).Usage));
    }

    [Theory]
    [MemberData(nameof(Personalities))]
    public async Task Text_Whole_IsReadWithItsUsage(Personality personality)
    {
        ChatCompletion answer = await Client(personality, Scenario.Text).CompleteChatAsync("hi");
        Assert.Equal(EveryPersonality.Words, answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal(new Tokens(1, 20, 21), UsageOf(answer.Usage));
    }

    [Theory]
    [MemberData(nameof(Personalities))]
    public async Task ToolCalls_Streamed_AreReadWhole(Personality personality)
    {
        var updates = await StreamAsync(personality, Scenario.Tools, Tools);
        var pieces = updates.SelectMany(u => u.ToolCallUpdates).ToLookup(p => p.Index);
        Assert.Equal([0, 1], pieces.Select(p => p.Key));
        Assert.Equal(["weather", "time"], pieces.Select(p => string.Concat(p.Select(u => u.FunctionName))));
        Assert.Equal(
            ["""{"city":"Paris"}""", """{"zone":"CET"}"""],
            pieces.Select(p => string.Concat(p.Select(u => u.FunctionArgumentsUpdate.ToString()))));
        // The first piece alone has id and kind.
        Assert.All(pieces, p => Assert.False(string.IsNullOrEmpty(p.First().ToolCallId)));
        Assert.All(pieces, p => Assert.All(p.Skip(1), u => Assert.Null(u.ToolCallId)));
        Assert.Equal(ChatFinishReason.ToolCalls, Assert.Single(updates, u => u.FinishReason is not null).FinishReason);
        Assert.Equal(
            (await rig.UsedAsync(personality, Scenario.Tools)).To(25), UsageOf(Assert.Single(updates, u => u.Usage is not null).Usage));
    }

    [Theory]
    [MemberData(nameof(Personalities))]
    public async Task ToolCalls_Whole_AreRead(Personality personality)
    {
        ChatCompletion answer = await Client(personality, Scenario.Tools).CompleteChatAsync([new UserChatMessage("hi")], Tools);
        Assert.Equal(
            ["""weather {"city":"Paris"}""", """time {"zone":"CET"}"""],
            answer.ToolCalls.Select(c => $"{c.FunctionName} {Encoding.UTF8.GetString(c.FunctionArguments)}"));
        Assert.All(answer.ToolCalls, c => Assert.NotEqual("", c.Id));
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
    }

    [Theory]
    [MemberData(nameof(Personalities))]
    public async Task Text_BehindReasoning_IsReadWithoutIt(Personality personality)
    {
        foreach (var scenario in new[] { Scenario.Reasoning, Scenario.ThinkTags })
        {
            Assert.Equal(EveryPersonality.Answer, TextOf(await StreamAsync(personality, scenario)).Trim());
            ChatCompletion answer = await Client(personality, scenario).CompleteChatAsync("hi");
            Assert.Equal(EveryPersonality.Answer, answer.Content[0].Text.Trim());
        }
    }

    private async Task<List<StreamingChatCompletionUpdate>> StreamAsync(
        Personality personality, Scenario scenario, ChatCompletionOptions? options = null)
    {
        var updates = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in Client(personality, scenario).CompleteChatStreamingAsync([new UserChatMessage("hi")], options))
        {
            updates.Add(update);
        }

        return updates;
    }

    private static string TextOf(IEnumerable<StreamingChatCompletionUpdate> updates) =>
        string.Concat(updates.SelectMany(u => u.ContentUpdate).Select(p => p.Text));

    private static Tokens UsageOf(ChatTokenUsage usage) => new(usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount);

    private ChatClient Client(Personality personality, Scenario scenario) => new(
        EveryPersonality.RouteOf(personality, scenario),
        new ApiKeyCredential("unused"),
        new OpenAIClientOptions { Endpoint = new Uri(rig.Gateway.Url, "v1") });
}

using System.ClientModel;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using OpenAI;
using OpenAI.Chat;

namespace Gateway.Clients.Tests.DotNet;

/// <summary>OpenAI's .NET library, as its users call it.</summary>
public sealed class OpenAiDotNetTests
{
    [Fact]
    public async Task Chat_IsAnswered()
    {
        await using var rig = await Rig.StartAsync();
        ChatCompletion answer = await Client(rig).CompleteChatAsync("Say something.");
        Assert.StartsWith("[simulated]", answer.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(answer.Usage.OutputTokenCount > 0);
    }

    [Theory]
    [InlineData("Local")]
    [InlineData("Cloud")]
    [InlineData("Open")]
    public async Task Stream_EndsWithReasonAndUsage(string tag)
    {
        await using var rig = await Rig.StartAsync();
        // A reason that the library does not know makes it throw.
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { FinishReason = "eos" });
        var text = "";
        ChatFinishReason? reason = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in Client(rig, tag).CompleteChatStreamingAsync("Say something."))
        {
            text += string.Concat(update.ContentUpdate.Select(p => p.Text));
            reason ??= update.FinishReason;
            usage = update.Usage ?? usage;
        }

        Assert.StartsWith("[simulated]", text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, reason);
        Assert.True(usage!.OutputTokenCount > 0);
    }

    [Fact]
    public async Task ToolCalls_Streamed_ArriveWhole()
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript
        {
            ToolCalls =
            [
                new() { Name = "weather", Arguments = """{"city":"Paris"}""" },
                new() { Name = "time", Arguments = """{"zone":"CET"}""" },
            ],
        });
        var arguments = new Dictionary<int, string>();
        await foreach (var update in Client(rig, "Cloud").CompleteChatStreamingAsync("Say something."))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                arguments[call.Index] = arguments.GetValueOrDefault(call.Index, "") + call.FunctionArgumentsUpdate;
            }
        }

        Assert.Equal("""{"city":"Paris"}""", arguments[0]);
        Assert.Equal("""{"zone":"CET"}""", arguments[1]);
    }

    [Fact]
    public async Task Stream_ThatBreaks_Throws()
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Fail = FailureMode.PlainEnd });
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in Client(rig, "Cloud").CompleteChatStreamingAsync("Say something."))
            {
                Assert.NotNull(update);
            }
        });
        // It was told once, and did not send the prompt again.
        Assert.Single(rig.Cloud.Received);
    }

    [Fact]
    public async Task UnknownModel_IsAnErrorWithItsCode()
    {
        await using var rig = await Rig.StartAsync();
        var e = await Assert.ThrowsAsync<ClientResultException>(() => Client(rig, "nothing-like-it").CompleteChatAsync("Say something."));
        Assert.Equal(404, e.Status);
        Assert.Contains("model_not_found", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelList_IsRead()
    {
        await using var rig = await Rig.StartAsync();
        var options = new OpenAIClientOptions { Endpoint = new Uri(rig.Gateway.Url, "v1") };
        var client = new OpenAIClient(new ApiKeyCredential("unused"), options);
        var models = await client.GetOpenAIModelClient().GetModelsAsync();
        Assert.Contains(models.Value, m => m.Id == "Coder");
    }

    private static ChatClient Client(Rig rig, string model = "Coder") =>
        new(model, new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri(rig.Gateway.Url, "v1") });
}

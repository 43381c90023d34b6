using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;

namespace Gateway.Tests.Promises;

/// <summary>
/// If a conversation ends with an assistant's message, the answer continues it where the provider can, instead of starting anew.
/// </summary>
public sealed class ContinuedConversationTests(RequestTableRig rig) : IClassFixture<RequestTableRig>
{
    private const string Whole = "one two three four five";
    private const string User = ""","messages":[{"role":"user","content":"count"}""";
    private const string Vllm = ",\"continue_final_message\":true,\"add_generation_prompt\":false";

    private static readonly string Sent = User + """,{"role":"assistant","content":"one two"}]""";

    public static TheoryData<string, string, string, string> Ways => new()
    {
        { "ollama", Sent, "/v1/chat/completions", " three four five" },
        { "llamacpp", Sent, "/v1/chat/completions", " three four five" },
        { "vllm", Sent + Vllm, "/v1/chat/completions", " three four five" },
        { "deepseek", User + """,{"role":"assistant","content":"one two","prefix":true}]""", "/beta/chat/completions", " three four five" },
        { "siliconflow", User + """],"prefix":"one two" """.TrimEnd(), "/v1/chat/completions", " three four five" },
        { "lmstudio", Sent, "/v1/chat/completions", Whole },
        { "openai", Sent, "/v1/chat/completions", Whole },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Conversation_ThatEndsWithTheAssistant_IsContinued(string provider, string received, string path, string expected)
    {
        rig[provider].Script(RequestTableRig.DoesNot, new ModelScript { Text = Whole });
        var (status, answer, came, where) = await rig.SendAsync(provider, RequestTableRig.DoesNot, Sent);
        Assert.True(status == 200, answer);
        Assert.Equal((received, path), (came, where));
        Assert.Equal(expected, (string?)JsonNode.Parse(answer)!["choices"]![0]!["message"]!["content"]);
    }

    // The answer has begun, so that what was to be thought has been.
    [Theory]
    [InlineData("llamacpp", Whole, ",\"chat_template_kwargs\":{\"enable_thinking\":false}")]
    [InlineData("siliconflow", "", ",\"prefix\":\"one two\",\"enable_thinking\":false")]
    public async Task Conversation_WithAModelThatThinks_IsContinuedWithoutThinking(string provider, string keeps, string added)
    {
        var messages = keeps.Length > 0 ? Sent : User + "]";
        foreach (var more in new[] { "", ",\"enable_thinking\":true" })
        {
            var (status, answer, came, _) = await rig.SendAsync(provider, RequestTableRig.Thinks, Sent + more);
            Assert.True(status == 200, answer);
            Assert.Equal(messages + added, came);
        }
    }

    [Theory]
    [InlineData(
        "deepseek", """{"role":"assistant","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}""",
        """{"role":"assistant","content":"one\ntwo","prefix":true}]""")]
    [InlineData(
        "siliconflow", """{"content":[{"type":"text","text":"o\"ne"},{"type":"text","text":"two"}],"reasoning":"r","role":"assistant"}""",
        null)]
    public async Task Text_InParts_IsContinuedToo(string provider, string message, string? received)
    {
        var (status, answer, came, _) = await rig.SendAsync(provider, RequestTableRig.DoesNot, User + "," + message + "]");
        Assert.True(status == 200, answer);
        Assert.Equal(received is null ? User + "],\"prefix\":\"o\\\"ne\\ntwo\"" : User + "," + received, came);
    }

    [Theory]
    [InlineData(""","messages":[{"role":"user","content":"x"},{"role":"assistant","content":""}]""")]
    [InlineData(
        ""","messages":[{"role":"user","content":"x"},{"role":"assistant","content":"x","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}]""")]
    [InlineData(""","messages":[{"role":"assistant","content":"x"},{"role":"user","content":"x"}]""")]
    public async Task Conversation_WithNothingToContinue_GoesAsItIs(string sent)
    {
        foreach (var provider in RequestTableRig.All.Split(' '))
        {
            var (_, _, came, path) = await rig.SendAsync(provider, RequestTableRig.DoesNot, sent);
            Assert.Equal((provider, sent, "/v1/chat/completions"), (provider, came, path));
        }
    }

    // What the client says itself, it says in the provider's words.
    [Theory]
    [InlineData("vllm", "", ",\"continue_final_message\":true,\"add_generation_prompt\":false", "/v1/chat/completions")]
    [InlineData("vllm", "", ",\"add_generation_prompt\":true", "/v1/chat/completions")]
    [InlineData("deepseek", ",\"prefix\":true", "", "/beta/chat/completions")]
    [InlineData("deepseek", ",\"prefix\":false", "", "/v1/chat/completions")]
    [InlineData("siliconflow", "", ",\"response_format\":{\"type\":\"json_object\"}", "/v1/chat/completions")]
    public async Task Client_ThatSaysItself_IsNotSpokenFor(string provider, string ofMessage, string ofBody, string path)
    {
        var sent = User + $$""",{"role":"assistant","content":"one two"{{ofMessage}}}]{{ofBody}}""";
        var (_, _, came, where) = await rig.SendAsync(provider, RequestTableRig.DoesNot, sent);
        Assert.Equal((sent, path), (came, where));
    }

    [Fact]
    public async Task Backend_ThatRefusesIt_AnswersAnew_AndIsNotAskedAgain()
    {
        rig["vllm"].Script(RequestTableRig.Thinks, new ModelScript { Text = Whole, Refuses = ["continue_final_message"] });
        var before = rig["vllm"].Served.Requests;
        for (var i = 1; i <= 2; i++)
        {
            var (status, answer, came, _) = await rig.SendAsync("vllm", RequestTableRig.Thinks, Sent);
            Assert.True(status == 200, answer);
            Assert.Equal(Sent, came);
            Assert.Equal(before + 1 + i, rig["vllm"].Served.Requests);
        }
    }
}

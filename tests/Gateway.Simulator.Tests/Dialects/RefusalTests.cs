using System.Net;
using System.Text;
using Gateway.Simulator.Dialects;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects;

/// <summary>
/// The simulated servers refuse what the real ones refuse: a missing ability, a strict template, a cloud without a sign-in.
/// </summary>
public class RefusalTests
{
    private const string Hi = """[{"role":"user","content":"hi"}]""";
    private const string Image = """[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]""";
    private const string Tools = """ ,"tools":[{"type":"function","function":{"name":"f"}}]""";
    private const string TwoUsers = """[{"role":"user","content":"a"},{"role":"user","content":"b"}]""";
    private const string LateSystem = """[{"role":"user","content":"a"},{"role":"system","content":"b"}]""";
    private const string Broken =
        """[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{"}}]},{"role":"tool","content":"x"}]""";
    private const string Whole =
        """[{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]},{"role":"tool","content":"x"}]""";
    private const string NoContent = """[{"role":"user","content":null}]""";
    private const string LoneSurrogate = """[{"role":"user","content":"a \ud83d b"}]""";

    private static readonly SimulatedModel s_plain = new() { Capabilities = ["completion"], StrictTemplate = true, ToolParser = false };
    private static readonly SimulatedModel s_able = new() { Capabilities = ["completion", "tools", "vision", "thinking", "insert"] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Personality.Ollama, Hi, Tools, 400, "does not support tools")]
    [InlineData(Personality.Ollama, Hi, ",\"reasoning_effort\":\"low\"", 400, "does not support thinking")]
    [InlineData(Personality.Ollama, Hi, ",\"think\":true", 400, "does not support thinking")]
    [InlineData(Personality.Ollama, Image, "", 400, "does not support multimodal requests")]
    [InlineData(Personality.Ollama, Broken, "", 400, "invalid tool call arguments")]
    [InlineData(Personality.Ollama, NoContent, "", 400, "invalid message content type")]
    [InlineData(Personality.OllamaOld, Hi, Tools, 400, "does not support tools")]
    [InlineData(Personality.LlamaCpp, Image, "", 500, "mmproj")]
    [InlineData(Personality.LlamaCpp, TwoUsers, "", 500, "Jinja Exception: Conversation roles must alternate")]
    [InlineData(Personality.LlamaCpp, LateSystem, "", 500, "System message must be at the beginning")]
    [InlineData(Personality.LlamaCpp, LoneSurrogate, "", 500, "json.exception.parse_error")]
    [InlineData(Personality.LlamaCpp, Broken, "", 500, "Failed to parse tool call arguments")]
    [InlineData(Personality.Vllm, Hi, Tools, 400, "--enable-auto-tool-choice")]
    [InlineData(Personality.Vllm, Hi, Tools + ",\"tool_choice\":\"auto\"", 400, "--tool-call-parser")]
    [InlineData(Personality.Vllm, Hi, Tools + ",\"tool_choice\":\"none\"", 200, "[simulated]")]
    [InlineData(Personality.Vllm, TwoUsers, "", 400, "roles must alternate")]
    [InlineData(Personality.Vllm, Image, "", 400, "not a multimodal model")]
    [InlineData(Personality.SiliconFlow, Hi, ",\"suffix\":\"x\"", 400, "20031")]
    [InlineData(Personality.SiliconFlow, Hi, ",\"enable_thinking\":true", 400, "20015")]
    [InlineData(Personality.SiliconFlow, Image, "", 400, "20041")]
    [InlineData(Personality.OpenAi, TwoUsers, Tools, 200, "[simulated]")]
    [InlineData(Personality.Ollama, LoneSurrogate, "", 200, "[simulated]")]
    public async Task Request_ForWhatIsLacking_IsRefusedAsByTheRealOne(
        Personality personality, string messages, string members, int status, string words)
    {
        var (answered, text) = await AskAsync(personality, s_plain, messages, members);
        Assert.Equal(status, (int)answered);
        Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Personality.Ollama)]
    [InlineData(Personality.LlamaCpp)]
    [InlineData(Personality.Vllm)]
    [InlineData(Personality.SiliconFlow)]
    public async Task Request_ForWhatIsThere_IsAnswered(Personality personality)
    {
        foreach (var messages in (string[])[Hi, Image, Whole, TwoUsers, LateSystem])
        {
            var (status, text) = await AskAsync(
                personality, s_able, messages, Tools + ",\"reasoning_effort\":\"low\",\"enable_thinking\":true,\"suffix\":\"x\"");
            Assert.True(status == HttpStatusCode.OK, text);
        }
    }

    [Fact]
    public async Task CloudModel_OfAnOllamaThatIsNotSignedIn_AsksForIt()
    {
        await using var client =
            await Client.StartAsync(new SimulatorOptions
            {
                Personality = Personality.Ollama,
                Models = ["big-cloud", "own"],
                IsSignedOut = true
            });
        using var refused = await client.PostAsync(client.Request(false));
        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Contains("signin_url", await refused.Content.ReadAsStringAsync(Stop));
        Assert.NotNull((await client.AskAsync(model: "own"))["choices"]);
    }

    [Theory]
    [InlineData("{\"a\":1}", "application/json")]
    [InlineData("<html>", "text/plain")]
    public async Task ErrorStatus_IsAnsweredWithItsBody_AsOftenAsItSays(string body, string type)
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { ErrorStatus = 418, ErrorBody = body, ErrorTimes = 1 });
        using var refused = await client.PostAsync(client.Request(false));
        Assert.Equal(
            (418, type, body),
            ((int)refused.StatusCode, refused.Content.Headers.ContentType?.MediaType, await refused.Content.ReadAsStringAsync(Stop)));
        using var answered = await client.PostAsync(client.Request(false));
        Assert.Equal(200, (int)answered.StatusCode);
    }

    [Theory]
    [InlineData(Personality.Ollama)]
    [InlineData(Personality.LlamaCpp)]
    [InlineData(Personality.Vllm)]
    [InlineData(Personality.SiliconFlow)]
    public async Task EachRefusal_CanBeScripted(Personality personality)
    {
        await using var client = await Client.StartAsync(personality);
        foreach (var name in KnownDialects.Of(personality).Refusals.Keys)
        {
            client.Backend.Script(client.Model, new() { Error = name });
            using var response = await client.PostAsync(client.Request(false));
            Assert.InRange((int)response.StatusCode, 400, 501);
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(
        Personality personality, SimulatedModel facts, string messages, string members)
    {
        await using var client = await Client.StartAsync(new SimulatorOptions
        {
            Personality = personality,
            Models = ["m"],
            Facts = new Dictionary<string, SimulatedModel> { ["m"] = facts },
        });
        using var content = new StringContent($$"""{"model":"m","messages":{{messages}}{{members}}}""", Encoding.UTF8, "application/json");
        using var response = await client.Http.PostAsync("v1/chat/completions", content, Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }
}

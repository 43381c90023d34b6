using System.ClientModel;
using System.Text;
using Gateway.Clients.Tests.Node;
using Gateway.Clients.Tests.Readers;
using Gateway.Tests.Hosting;
using OpenAI;
using OpenAI.Chat;

namespace Gateway.Clients.Tests.Shapes;

/// <summary>Every client reads the answer that was meant, whatever shape the backend gives it.</summary>
public sealed class OddShapesAreReadTests(OddBackend odd, NodeClients node)
{
    private static readonly string[] Routes = [.. OddBackend.Names.Select(OddBackend.RouteOf)];

    public static MatrixTheoryData<string, Client> Readers() => new(OddBackend.Names, Enum.GetValues<Client>());

    public static MatrixTheoryData<string, string, bool> NodeCases() => new(OddBackend.Names, ["openai", "ai-7", "ai-6"], [true, false]);

    public static TheoryData<string> Shapes() => [.. OddBackend.Names];

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Stream_OfAnyShape_IsReadByAnyReader(string shape, Client client)
    {
        foreach (var asksForUsage in new[] { true, false })
        {
            var options = asksForUsage ? ""","stream_options":{"include_usage":true}""" : "";
            using var content = new StringContent(
                $$"""{"model":"{{OddBackend.RouteOf(shape)}}","messages":[{"role":"user","content":"hi"}],"stream":true{{options}}}""",
                null,
                "application/json");
            using var response = await odd.Gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
            var reading = ClientReader.Read(client, new Sse(await response.Content.ReadAsStringAsync()));
            OddShapes.All[shape].IsRead(reading.Text, reading.Reasoning, reading.Calls.Select(c => (c.Name, c.Arguments)), reading.Finish);
            Assert.All(reading.Calls, c => Assert.NotEqual("", c.Id));
            Assert.Distinct(reading.Calls.Select(c => c.Id));
            Assert.Equal(asksForUsage ? OddShape.Tokens : null, reading.Usage);
        }
    }

    [Theory]
    [MemberData(nameof(NodeCases))]
    public async Task Answer_OfAnyShape_IsReadByAnyNodeClient(string shape, string client, bool streams)
    {
        var result = await node.OneOfAsync(client, odd.Gateway.Url, streams, Routes, OddBackend.RouteOf(shape));
        Assert.Null((string?)result["error"]);
        var calls = result["calls"]!.AsArray();
        OddShapes.All[shape].IsRead(
            (string)result["text"]!,
            (string)result["reasoning"]!,
            calls.Select(c => ((string)c!["name"]!, c["input"]!.ToJsonString())),
            (string?)result["finish"]);
        Assert.All(calls, c => Assert.False(string.IsNullOrEmpty((string?)c!["id"])));
        Assert.Distinct(calls.Select(c => (string?)c!["id"]));
        Assert.Equal(OddShape.Tokens, NodeClients.TokensOf(result));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Stream_OfAnyShape_IsReadByTheDotNetLibrary(string shape)
    {
        var text = "";
        var calls = new SortedDictionary<int, (string Id, string Name, string Arguments)>();
        var finish = new List<ChatFinishReason>();
        var usages = new List<ChatTokenUsage>();
        await foreach (var update in DotNet(shape).CompleteChatStreamingAsync("hi"))
        {
            text += string.Concat(update.ContentUpdate.Select(p => p.Text));
            finish.AddRange(update.FinishReason is { } reason ? [reason] : []);
            usages.AddRange(update.Usage is { } usage ? [usage] : []);
            foreach (var piece in update.ToolCallUpdates)
            {
                var (id, name, arguments) = calls.GetValueOrDefault(piece.Index, ("", "", ""));
                calls[piece.Index] = (id + piece.ToolCallId, name + piece.FunctionName, arguments + piece.FunctionArgumentsUpdate);
            }
        }

        OddShapes.All[shape].IsRead(text, null, calls.Values.Select(c => (c.Name, c.Arguments)), ReasonOf(Assert.Single(finish)));
        Assert.All(calls.Values, c => Assert.NotEqual("", c.Id));
        Assert.Equal(21, Assert.Single(usages).TotalTokenCount);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task WholeAnswer_OfAnyShape_IsReadByTheDotNetLibrary(string shape)
    {
        ChatCompletion answer = await DotNet(shape).CompleteChatAsync("hi");
        OddShapes.All[shape].IsRead(
            string.Concat(answer.Content.Select(p => p.Text)),
            null,
            answer.ToolCalls.Select(c => (c.FunctionName, Encoding.UTF8.GetString(c.FunctionArguments))),
            ReasonOf(answer.FinishReason));
        Assert.All(answer.ToolCalls, c => Assert.False(string.IsNullOrEmpty(c.Id)));
        Assert.Distinct(answer.ToolCalls.Select(c => c.Id));
        Assert.Equal(21, answer.Usage.TotalTokenCount);
    }

    private static string ReasonOf(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.Stop => "stop",
        ChatFinishReason.ToolCalls => "tool_calls",
        ChatFinishReason.Length or ChatFinishReason.ContentFilter or ChatFinishReason.FunctionCall => reason.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason."),
    };

    private ChatClient DotNet(string shape) => new(
        OddBackend.RouteOf(shape), new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri(odd.Gateway.Url, "v1") });
}

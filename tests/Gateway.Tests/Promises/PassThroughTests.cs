using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Bytes are passed on untouched where nothing must change.</summary>
public sealed class PassThroughTests
{
    [Fact]
    public async Task Request_WithUnknownFields_ReachesTheBackendByteForByteButForTheModel()
    {
        await using var rig = await Rig.StartAsync();
        const string Sent = """
            { "future_field" : {"a":[1, 2.50, "\u00e9\/"], "b":null},  "model":"Open", "temperature":0.10, "messages":[ {"role":"user","content":"h\u0069","x":1} ] , "stream_options" : {"include_usage":true,"z":0}, "stream":true, "seed": 12345678901234567890 }
            """;
        using var response = await rig.SendAsync(Sent);
        new Sse(await response.Content.ReadAsStringAsync()).Whole();

        var expected = Sent.Replace("\"Open\"", $"\"{Rig.OpenModel}\"", StringComparison.Ordinal);
        Assert.Equal(expected, Encoding.UTF8.GetString(rig.Open.Received.Single().Body));
    }

    [Fact]
    public async Task Stream_OfABackendThatKeepsTheRules_ReachesTheClientByteForByte()
    {
        await using var rig = await Rig.StartAsync();
        const string Body =
            """{"model":"sim-model","messages":[{"role":"user","content":"count"}],"stream":true,"stream_options":{"include_usage":true}}""";
        rig.Open.Script(Rig.OpenModel, new ModelScript { WriteSize = 7, Comments = true });
        await AssertSameAsDirectAsync(rig, Body);
    }

    [Fact]
    public async Task Answer_NotStreamed_ReachesTheClientByteForByte()
    {
        await using var rig = await Rig.StartAsync();
        const string Body = """{"model":"sim-model","messages":[{"role":"user","content":"count"}]}""";
        await AssertSameAsDirectAsync(rig, Body);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task Stream_CutAnywhere_IsReadAsIfWhole(int writeSize)
    {
        await using var rig = await Rig.StartAsync();
        var text = "春风 and naïve 🚀 words, " + new string('x', 20);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { WriteSize = writeSize, Text = text, Reasoning = "思考 first", Crlf = true });
        var stream = (await rig.StreamAsync("Local")).Whole();
        Assert.Equal(text, stream.Content);
        Assert.Equal("思考 first", stream.Reasoning);
    }

    [Fact]
    public async Task Body_Of20MiBWithImages_PassesWhole()
    {
        await using var rig = await Rig.StartAsync();
        var image = "data:image/png;base64," + Convert.ToBase64String(new byte[15 * 1024 * 1024]);
        var body = new JsonObject
        {
            ["model"] = "cloud/Qwen/Qwen3-VL-8B-Instruct",
            ["messages"] = new JsonArray(new JsonObject
            {
                ["role"] = "user",
                ["content"] = new JsonArray(
                    new JsonObject { ["type"] = "text", ["text"] = "What is this?" },
                    new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = image } }),
            }),
        }.ToJsonString();
        Assert.True(body.Length > 20 * 1024 * 1024);
        using var response = await rig.SendAsync(body);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(
            body.Replace("\"cloud/Qwen", "\"Qwen", StringComparison.Ordinal), Encoding.UTF8.GetString(rig.Cloud.Received.Single().Body));
    }

    private static async Task AssertSameAsDirectAsync(Rig rig, string body)
    {
        using var through = await rig.SendAsync(body);
        using var direct = new HttpClient { BaseAddress = rig.Open.Url };
        using var content = new StringContent(body, null, "application/json");
        using var original = await direct.PostAsync("/v1/chat/completions", content);
        Assert.Equal(
            WithoutIds(await original.Content.ReadAsStringAsync()),
            WithoutIds(await through.Content.ReadAsStringAsync()));
    }

    private static string WithoutIds(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "\"(id|created)\":(\"[^\"]*\"|[0-9]+)", "");
}

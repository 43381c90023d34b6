using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Backends that make vectors, and a gateway in front of them that knows of them what they say.</summary>
internal sealed class EmbeddingRig : IAsyncDisposable
{
    /// <summary>By its name a model for vectors, whoever has it.</summary>
    public const string Model = "bge-m3";

    public required IReadOnlyDictionary<string, SimulatedBackend> Backends { get; init; }

    public required TestGateway Gateway { get; init; }

    public SimulatedBackend this[string provider] => Backends[provider];

    /// <param name="providers">The backends, each named after its provider.</param>
    /// <param name="extra">More of the configuration, at its top level.</param>
    /// <param name="models">The models of each; none: the one for vectors, by the name that the provider has for it.</param>
    /// <param name="options">Changes to how they are started.</param>
    /// <param name="backend">More of each backend's entry, with a comma before it.</param>
    /// <param name="time">A clock instead of the system's.</param>
    public static async Task<EmbeddingRig> StartAsync(
        string[] providers,
        string extra = "",
        string[]? models = null,
        Func<SimulatorOptions, SimulatorOptions>? options = null,
        string backend = "",
        TimeProvider? time = null)
    {
        var backends = new Dictionary<string, SimulatedBackend>();
        foreach (var provider in providers)
        {
            var personality = Enum.Parse<Personality>(provider, ignoreCase: true);
            var started = new SimulatorOptions
            {
                Personality = personality,
                Models = models ?? [NameAt(provider)],
                Warm = models ?? [NameAt(provider)]
            };
            backends.Add(provider, await SimulatedBackend.StartAsync(options?.Invoke(started) ?? started));
        }

        var entries = backends.Select(
            b =>
                $$"""  - { name: {{b.Key}}, provider: {{b.Key}}, url: "{{b.Value.Url}}", local: {{(b.Key == "siliconflow" ? "false" : "true")}}{{backend}} }""");
        var gateway = TestGateway.Start($"backends:\n{string.Join('\n', entries)}\n{extra}", time);
        var rig = new EmbeddingRig { Backends = backends, Gateway = gateway };
        await WaitUntil.TrueAsync(async () =>
        {
            var listed = (await gateway.Client.GetFromJsonAsync<JsonNode>("/v1/models"))!["data"]!.AsArray().Select(m => (string?)m!["id"])
                .ToList();
            return backends.All(b => b.Value.Models.Take(1).All(m => listed.Contains(m)));
        });
        return rig;
    }

    public static string NameAt(string provider) => provider switch
    {
        "ollama" => "bge-m3:latest",
        "siliconflow" => "BAAI/bge-m3",
        "lmstudio" => "text-embedding-bge-m3",
        _ => Model,
    };

    public static string Body(string model, JsonNode? input, string more = "") =>
        $$"""{"model":"{{model}}","input":{{input?.ToJsonString() ?? "null"}}{{more}}}""";

    public async Task<HttpResponseMessage> SendAsync(string body, string path = "/v1/embeddings")
    {
        using var content = new StringContent(body, null, "application/json");
        return await Gateway.Client.PostAsync(path, content);
    }

    /// <returns>The answer to a request that must succeed.</returns>
    public async Task<JsonNode> AskAsync(string model, JsonNode? input, string more = "")
    {
        using var response = await SendAsync(Body(model, input, more));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        return JsonNode.Parse(text)!;
    }

    /// <returns>The status, the code and the message of a request that must fail.</returns>
    public async Task<(int Status, string? Code, string Message)> RefusedAsync(string body, string path = "/v1/embeddings")
    {
        using var response = await SendAsync(body, path);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        return ((int)response.StatusCode, (string?)error["code"], (string)error["message"]!);
    }

    /// <summary>The bits of each vector, whichever way it is written, in order; the indices must be that, too.</summary>
    public static uint[][] BitsOf(JsonNode answer)
    {
        var data = answer["data"]!.AsArray();
        Assert.Equal(Enumerable.Range(0, data.Count), data.Select(d => (int)d!["index"]!));
        Assert.Equal("list", (string?)answer["object"]);
        return [.. data.Select(d => BitsOfVector(d!["embedding"]!))];
    }

    private static uint[] BitsOfVector(JsonNode vector)
    {
        if (vector is JsonArray numbers)
        {
            return [.. numbers.Select(
                n => BitConverter.SingleToUInt32Bits(float.Parse(n!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)))];
        }

        var bytes = Convert.FromBase64String((string)vector!);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i * 4)))];
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var backend in Backends.Values)
        {
            await backend.DisposeAsync();
        }
    }
}

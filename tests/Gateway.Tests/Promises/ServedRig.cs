using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// A simulated backend of each personality, with a model for each failure of streams and one for each of whole answers, another backend
/// to fail over to, and a gateway with three keys before them. Each request names its key as its <c>user</c>, so that the backends count
/// by key too. All words have four letters with the blank before them: one token by the backends' count, and by the gateway's estimate.
/// </summary>
internal sealed class ServedRig : IAsyncDisposable
{
    /// <summary>What the backends count for the prompt; the gateway's estimate adds what a chat template puts around a message.</summary>
    public const int PromptTokens = 4;

    public const int GoodChunks = 5;

    private const string Prompt = "Say anything now";
    private const string Text = "This was one big bad day and the end was not far off";
    private const string Other = "other";

    private readonly Dictionary<string, SimulatedBackend> _backends = [];
    private TestGateway? _gateway;

    public static IReadOnlyList<string> Keys { get; } = ["ann", "bob", "cay"];

    public TestGateway Gateway => _gateway!;

    /// <summary>What was served, by the backend's name.</summary>
    public IEnumerable<(string Backend, ServedShare Share)> Served =>
        _backends.SelectMany(static b => b.Value.Shares.Select(s => (b.Key, s)));

    public static string ModelOf(FailureMode failure, bool stream) => $"sim-{failure}-{(stream ? "streamed" : "whole")}".ToLowerInvariant();

    public static string RouteOf(Personality personality, FailureMode failure, bool stream) => $"{personality}-{ModelOf(failure, stream)}";

    public static async Task<ServedRig> StartAsync()
    {
        var rig = new ServedRig();
        var yaml = new StringBuilder("keys:\n");
        foreach (var key in Keys)
        {
            yaml.Append(
                CultureInfo.InvariantCulture,
                $"  - {{ name: {key}, sha256: \"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SecretOf(key))))}\" }}\n");
        }

        yaml.Append("backends:\n");
        var other =
            rig._backends[Other] =
                await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi, Models = ["sim-model"] });
        yaml.Append(CultureInfo.InvariantCulture, $"  - {{ name: {Other}, provider: openai, url: \"{other.Url}\", maxConcurrent: 0 }}\n");
        var routes = new StringBuilder("routes:\n");
        foreach (var personality in Enum.GetValues<Personality>())
        {
            var backend = rig._backends[$"{personality}"] = await StartAsync(personality);
            var provider = personality == Personality.OllamaOld ? "ollama" : personality.ToString().ToLowerInvariant();
            var entry = $"provider: {provider}, url: \"{backend.Url}\", maxConcurrent: 0";
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{ name: {personality}, {entry} }}\n");
            // Silence needs limits that no other case should run into on a busy machine.
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{ name: {personality}-idle, {entry}, idleTimeout: 1s }}\n");
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{ name: {personality}-late, {entry}, firstByteTimeout: 1s }}\n");
            foreach (var (failure, stream) in Enum.GetValues<FailureMode>().SelectMany(static f => new[] { (f, true), (f, false) }))
            {
                var name = failure != FailureMode.Silence ? $"{personality}" : stream ? $"{personality}-idle" : $"{personality}-late";
                AddRoute(routes, RouteOf(personality, failure, stream), (name, ModelOf(failure, stream)), (Other, "sim-model"));
            }
        }

        AddRoute(routes, "Refused", ("Ollama", "sim-busy"), (Other, "sim-model"));
        AddRoute(routes, "Left", ("Ollama", ModelOf(FailureMode.Silence, true)));
        AddRoute(routes, "Resumed", ("Ollama", ModelOf(FailureMode.PlainEnd, true)), ("Vllm", ModelOf(FailureMode.None, true)));
        rig._gateway = TestGateway.Start(yaml.Append(routes.Replace("name: Resumed,", "name: Resumed, resume: true,")).ToString());
        return rig;
    }

    public async Task<HttpResponseMessage> ChatAsync(string key, string route, bool stream)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent(
            $$"""{"model":"{{route}}","user":"{{key}}","messages":[{"role":"user","content":"{{Prompt}}"}],"stream":{{(stream ? "true" : "false")}}}""", null, "application/json");
        request.Headers.Authorization = new("Bearer", SecretOf(key));
        return await Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var backend in _backends.Values)
        {
            await backend.DisposeAsync();
        }
    }

    private static string SecretOf(string key) => $"sk-gw-12345678-the-key-of-{key}-for-this-test-only";

    private static void AddRoute(StringBuilder routes, string name, params IEnumerable<(string Backend, string Model)> candidates) =>
        routes.Append(
            CultureInfo.InvariantCulture,
            $"  - {{ name: {name}, candidates: [ "
            + $"{string.Join(", ", candidates.Select(static c => $"{{ backend: {c.Backend}, model: {c.Model} }}"))} ] }}\n");

    private static async Task<SimulatedBackend> StartAsync(Personality personality)
    {
        var cases = Enum.GetValues<FailureMode>().SelectMany(static f => new[] { (Failure: f, Stream: true), (Failure: f, Stream: false) })
            .ToList();
        var backend =
            await SimulatedBackend.StartAsync(new SimulatorOptions
            {
                Personality = personality,
                Models = ["sim-busy", .. cases.Select(static c => ModelOf(c.Failure, c.Stream))]
            });
        if (personality == Personality.Ollama)
        {
            backend.Script("sim-busy", new ModelScript { Error = "busy" });
        }

        foreach (var (failure, stream) in cases)
        {
            // Beside text a cut tool call would not be the last thing that comes. What is malformed is followed by the rest of the
            // answer, which the gateway does not wait for; so all of the text comes before it.
            backend.Script(ModelOf(failure, stream), failure == FailureMode.CutToolCall
                ? new ModelScript { Fail = failure }
                : new ModelScript
                {
                    Reasoning = "Well yes",
                    Text = Text,
                    Fail = failure,
                    FailAfterChunks = failure == FailureMode.Malformed ? 1000 : GoodChunks
                });
        }

        return backend;
    }
}

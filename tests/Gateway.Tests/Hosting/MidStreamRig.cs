using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;

namespace Gateway.Tests.Hosting;

/// <summary>
/// A simulated backend of each personality, with a model for each failure that always fails so, one that never does, another
/// backend to fail over to, and one gateway before all of them. Each failure has a model of its own so that no case finds a
/// backend's model put out of use by the case before it.
/// </summary>
public sealed class MidStreamRig : IAsyncLifetime
{
    /// <summary>How many good chunks come first: reasoning and content of every personality are among them.</summary>
    public const int GoodChunks = 5;

    private const string NeverFails = "sim-whole";

    private readonly Dictionary<Personality, SimulatedBackend> _backends = [];
    private TestGateway? _gateway;
    private SimulatedBackend? _other;

    internal TestGateway Gateway => _gateway!;

    /// <summary>The second candidate of every route but those that end in <c>-alone</c>.</summary>
    internal SimulatedBackend Other => _other!;

    internal SimulatedBackend Of(Personality personality) => _backends[personality];

    internal static string ModelOf(FailureMode failure) => $"sim-{failure}".ToLowerInvariant();

    internal static string RouteOf(Personality personality, FailureMode failure) => $"{personality}-{failure}";

    public async ValueTask InitializeAsync()
    {
        _other = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        var yaml = new StringBuilder("backends:\n").Append(
            CultureInfo.InvariantCulture, $"  - {{ name: other, provider: openai, url: \"{_other.Url}\" }}\n");
        foreach (var personality in Enum.GetValues<Personality>())
        {
            var backend = _backends[personality] = await StartAsync(personality);
            // Silence needs limits that no other case should run into on a busy machine.
            var entry = $"provider: {ProviderOf(personality)}, url: \"{backend.Url}\"";
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{ name: {personality}, {entry} }}\n");
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{ name: {personality}-idle, {entry}, idleTimeout: 500ms }}\n");
        }

        yaml.Append("routes:\n");
        foreach (var personality in Enum.GetValues<Personality>())
        {
            foreach (var failure in Enum.GetValues<FailureMode>())
            {
                var name = failure == FailureMode.Silence ? $"{personality}-idle" : $"{personality}";
                var first = $"{{ backend: {name}, model: {ModelOf(failure)} }}";
                var route = RouteOf(personality, failure);
                yaml.Append(
                    CultureInfo.InvariantCulture,
                    $"  - {{ name: {route}, candidates: [ {first}, {{ backend: other, model: sim-model }} ] }}\n");
                yaml.Append(CultureInfo.InvariantCulture, $"  - {{ name: {route}-alone, candidates: [ {first} ] }}\n");
            }
        }

        _gateway = TestGateway.Start(yaml.ToString());
    }

    internal Task<HttpResponseMessage> ChatAsync(string route, bool stream) =>
        SendAsync(Gateway.Client, new Uri("/v1/chat/completions", UriKind.Relative), route, stream);

    /// <summary>
    /// What a client without a gateway gets of a stream before it fails: the first chunks of the model that does not. A cut tool
    /// call is all there, but for the end that makes it look whole.
    /// </summary>
    internal async Task<IReadOnlyList<JsonNode>> SentBeforeAsync(Personality personality, FailureMode failure)
    {
        using var client = new HttpClient();
        var cut = failure == FailureMode.CutToolCall;
        using var response = await SendAsync(
            client, new Uri(Of(personality).Url, "v1/chat/completions"), cut ? ModelOf(failure) : NeverFails, stream: true,
            user: LedgerOf.WithoutGateway);
        var events = new Sse(await response.Content.ReadAsStringAsync()).Events;
        return cut
            ? [.. events.TakeWhile(e => e["choices"]![0]!["finish_reason"] is null)]
            : [.. events.Take(GoodChunks)];
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.AgreesAsync(
            mayLose: false, [(Other, ["other"]), .. _backends.Select(static b => (b.Value, new[] { $"{b.Key}", $"{b.Key}-idle" }))]);
        await Gateway.DisposeAsync();
        foreach (var backend in _backends.Values.Append(Other))
        {
            await backend.DisposeAsync();
        }
    }

    private static async Task<SimulatedBackend> StartAsync(Personality personality)
    {
        var failures = Enum.GetValues<FailureMode>();
        var backend = await SimulatedBackend.StartAsync(new SimulatorOptions
        {
            Personality = personality,
            Models = [NeverFails, .. failures.Select(ModelOf)],
        });
        var whole = new ModelScript { Reasoning = "Let me", Text = "This is an answer of some more words than come through." };
        backend.Script(NeverFails, whole);
        foreach (var failure in failures)
        {
            // Beside text a cut tool call would not be the last thing that comes.
            backend.Script(ModelOf(failure), failure == FailureMode.CutToolCall
                ? new ModelScript { Fail = failure }
                : whole with { Fail = failure, FailAfterChunks = GoodChunks });
        }

        return backend;
    }

    private static string ProviderOf(Personality personality) =>
        personality == Personality.OllamaOld ? "ollama" : personality.ToString().ToLowerInvariant();

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, Uri address, string model, bool stream, string user = "someone")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new StringContent(
            $$"""{"model":"{{model}}","user":"{{user}}","messages":[{"role":"user","content":"Say something."}],"stream":{{(stream ? "true" : "false")}}}""",
            null,
            "application/json");
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}

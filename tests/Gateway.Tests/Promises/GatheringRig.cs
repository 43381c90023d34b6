using System.Text.Json.Nodes;
using Gateway.Attempts;
using Gateway.Resilience;
using Gateway.Resilience.Queue;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>A backend with one place, which somebody holds until all who are to wait for it do.</summary>
internal sealed class GatheringRig : IAsyncDisposable
{
    private readonly string _provider;
    private Task? _first;

    private GatheringRig(EmbeddingRig rig, string provider) => (Rig, _provider) = (rig, provider);

    public EmbeddingRig Rig { get; }

    public SimulatedBackend Backend => Rig[_provider];

    public string Model => EmbeddingRig.NameAt(_provider);

    public Gateway.Backends.Backend Configured => Rig.Gateway.Services.GetRequiredService<SnapshotStore>().Current.Backends[_provider];

    /// <param name="providers">The backends. It is the first whose one place is held.</param>
    public static async Task<GatheringRig> StartAsync(
        string[] providers, string extra = "", Func<SimulatorOptions, SimulatorOptions>? options = null, TimeProvider? time = null)
    {
        var rig = new GatheringRig(
            await EmbeddingRig.StartAsync(
                providers, extra, options: options, backend: ", maxConcurrent: 1, queue: { spillAfter: 1h }", time: time), providers[0]);
        await rig.HoldAsync();
        return rig;
    }

    /// <summary>Somebody takes the place and holds it.</summary>
    public async Task HoldAsync()
    {
        Backend.Script(Model, new ModelScript { Hold = true });
        _first = Rig.AskAsync($"{_provider}/{Model}", "before the others");
        await Backend.NextRequestAsync();
    }

    public Task WaitingAsync(int count) => WaitUntil.TrueAsync(() => Lines.Waiting == count);

    public BackendLines Lines => Rig.Gateway.Services.GetRequiredService<Guards<AttemptOutcome>>().LinesOf(Configured)!;

    /// <summary>Lets the one who holds the place go, whereupon the backend does as it is told.</summary>
    public async Task GoAsync(ModelScript? script = null)
    {
        Backend.Script(Model, script ?? new ModelScript());
        Backend.Release(Model);
        await _first!;
    }

    public Task<HttpResponseMessage> SendAsync(string text, string more = "", string? model = null) =>
        SendAsync(new JsonArray(text), more, model);

    public Task<HttpResponseMessage> SendAsync(JsonNode input, string more = "", string? model = null) =>
        Rig.SendAsync(EmbeddingRig.Body(model ?? $"{_provider}/{Model}", input, more));

    /// <summary>The vectors of texts, as the backend makes them where they are asked for at once.</summary>
    public async Task<uint[][]> VectorsAsync(IEnumerable<string> texts) =>
        EmbeddingRig.BitsOf(
            await Rig.AskAsync($"{_provider}/{Model}", new JsonArray([.. texts.Select(static t => (JsonNode)t)])));

    public static async Task<uint[][]> BitsOfAsync(HttpResponseMessage response) =>
        EmbeddingRig.BitsOf(JsonNode.Parse(await response.Content.ReadAsStringAsync())!);

    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}

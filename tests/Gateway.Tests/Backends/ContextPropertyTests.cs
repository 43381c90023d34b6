using System.Text;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Providers;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Promises;
using Gateway.Wire.Errors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Backends;

/// <summary>
/// Whatever an Ollama holds, has loaded and is set to, and whenever it restarts: the context claimed for a model is never above the one it
/// is given, and is equal to it once that can be known. There are two exceptions. A setting below the default of such servers is unknown
/// until a model has shown it, and a model's own setting is unknown until the model was asked for it.
/// </summary>
public sealed class ContextPropertyTests : IDisposable
{
    private const int Usual = 4096;

    private static readonly int?[] s_settings = [null, null, 2048, 6000, 8192, 16384, 40_000];
    private static readonly int[] s_trainings = [1024, 2048, 4096, 8192, 32_768, 131_072];
    private static readonly int?[] s_own = [null, null, null, null, 1024, 2048, 8192, 65_536];

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly BackendClients _clients = new();
    private readonly HttpClient _http = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    public void Dispose()
    {
        _clients.Dispose();
        _http.Dispose();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Claim_IsNeverAboveWhatIsGiven_AndThatOnceItCanBeKnown(int seed)
    {
        var random = new Random(seed);
        var models = Models(random);
        var options = new SimulatorOptions
        {
            Personality = Personality.Ollama,
            Port = LedgerStorm.LastingPort(),
            Models = [.. models.Select(m => m.Name)],
            Facts = models.ToDictionary(m => m.Name, m => m.Facts),
            MaxLoaded = random.Next(1, 4),
            ServerContext = Any(random, s_settings),
            Warm = [.. models.Where(_ => random.Next(3) == 0).Select(m => m.Name)],
            Time = _time,
        };
        var ollama = await SimulatedBackend.StartAsync(options);
        try
        {
            var backend = new BackendFactory(
                _clients, _time).Create(new BackendConfig { Name = "it", Provider = ProviderKind.Ollama, Url = ollama.Url.ToString() });
            var seen = new Seen();
            // The first two show that the server leaves a connection open.
            await ProbeAsync(backend, ollama, options, models, seen);
            await ProbeAsync(backend, ollama, options, models, seen);
            for (var step = 0; step < 15; step++)
            {
                switch (random.Next(8))
                {
                    case 0 or 1 when models.Where(m => !m.IsEmbedding).ToList() is { Count: > 0 } chat:
                        await UseAsync(ollama, chat[random.Next(chat.Count)].Name);
                        break;
                    case 2:
                        _time.Advance(TimeSpan.FromMinutes(random.Next(1, 7)));
                        break;
                    case 3 when random.Next(2) == 0:
                        options = options with
                        {
                            ServerContext = Any(random, s_settings),
                            Warm = random.Next(2) == 0 ? [] : [models[0].Name]
                        };
                        await ollama.DisposeAsync();
                        ollama = await SimulatedBackend.StartAsync(options);
                        seen = new Seen { Asked = seen.Asked };
                        await ProbeAsync(backend, ollama, options, models, seen);
                        break;
                    case 4 when models.FindIndex(m => !ollama.Warm.Contains(m.Name)) is >= 0 and var at:
                        // Made anew with another setting of its own.
                        models[at] = models[at] with { Own = Any(random, s_own) };
                        seen.Asked.Remove(models[at]);
                        ollama.SetFacts(models[at].Name, models[at].Facts);
                        options = options with { Facts = models.ToDictionary(m => m.Name, m => m.Facts) };
                        await ProbeAsync(backend, ollama, options, models, seen);
                        break;
                    case 5:
                        // It does not say of any model what that is set to, for a while.
                        seen.IsSilent = !seen.IsSilent;
                        ollama.Listing(seen.IsSilent ? new ListingScript { Path = "/api/show", Status = 500 } : null);
                        await ProbeAsync(backend, ollama, options, models, seen);
                        break;
                    default:
                        await ProbeAsync(backend, ollama, options, models, seen);
                        break;
                }
            }
        }
        finally
        {
            await ollama.DisposeAsync();
        }
    }

    private async Task ProbeAsync(Backend backend, SimulatedBackend ollama, SimulatorOptions options, IReadOnlyList<Held> models, Seen seen)
    {
        await new BackendProbe(_time, NullLogger<BackendProbe>.Instance).RunAsync(
            backend, new SecretScrubber([]), TestContext.Current.CancellationToken);
        Assert.Null(backend.State.Problem);
        seen.Asked.UnionWith(seen.IsSilent ? [] : models);
        foreach (var model in models.Where(
            m => ollama.Warm.Contains(m.Name) && m is { IsEmbedding: false, Own: null } && seen.Asked.Contains(m)))
        {
            seen.Take(options.ServerContext ?? Usual, model.Trained);
        }

        var catalog = ModelCatalog.Build([new BackendHoldings(backend.Traits, backend.State.Facts)], ModelKnowledge.OfNamesOnly, []);
        foreach (var model in models)
        {
            var given = Math.Min(model.Own ?? options.ServerContext ?? Usual, model.Trained);
            var claimed = catalog.Find("it", model.Name, isConfigured: true)!.Card.ContextLength!.Value;
            var isAsked = seen.Asked.Contains(model);
            var isKnown = ollama.Warm.Contains(model.Name)
                || (isAsked && (model.Own is not null || seen.IsExact || options.ServerContext is null || seen.AtLeast >= model.Trained));
            Assert.True(
                isKnown ? claimed == given
                    : claimed <= given || ((options.ServerContext < Usual || !isAsked) && claimed <= Math.Min(Usual, model.Trained)),
                $"{model}: {claimed} is claimed, {given} is given by a server with {options.ServerContext}; loaded are "
                + $"{string.Join(", ", ollama.Warm)}.");
        }
    }

    private async Task UseAsync(SimulatedBackend ollama, string model)
    {
        using var body = new StringContent(
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"x"}]}""", Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(ollama.Url, "v1/chat/completions"), body, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
    }

    private static List<Held> Models(Random random)
    {
        var held = Enumerable.Range(0, random.Next(1, 7)).Select(i => random.Next(4) == 0
            ? new Held($"vectors{i}:latest", IsEmbedding: true, random.Next(2) == 0 ? 512 : 8192, random.Next(4) == 0 ? 256 : null)
            : new Held($"chat{i}:7b", IsEmbedding: false, Any(random, s_trainings), Any(random, s_own))).ToList();
        // The same file under another name, perhaps with another setting.
        if (held.Find(static h => !h.IsEmbedding) is { } first && random.Next(2) == 0)
        {
            held.Add(first with { Name = "twin:7b", MadeFrom = first.Name, Own = random.Next(2) == 0 ? first.Own : Any(random, s_own) });
        }

        return [.. held.OrderBy(_ => random.Next())];
    }

    private static T Any<T>(Random random, T[] all) => all[random.Next(all.Length)];

    private sealed record Held(string Name, bool IsEmbedding, int Trained, int? Own)
    {
        public string? MadeFrom { get; init; }

        public SimulatedModel Facts => new()
        {
            Capabilities = [IsEmbedding ? "embedding" : "completion"],
            ContextLength = Trained,
            ServedContext = Own,
            MadeFrom = MadeFrom,
        };
    }

    // What probes could see of the server's setting since its start.
    private sealed class Seen
    {
        // The models that have told their own settings.
        public HashSet<Held> Asked { get; init; } = [];

        public bool IsSilent { get; set; }

        public bool IsExact { get; private set; }

        public int AtLeast { get; private set; }

        public void Take(int setting, int trained)
        {
            IsExact |= setting < trained;
            AtLeast = Math.Max(AtLeast, Math.Min(setting, trained));
        }
    }
}

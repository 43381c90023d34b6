using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Scripts;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Hosting;

/// <summary>
/// Two backends with clients that are going to leave: one whose streams fall silent after some chunks, one that holds every request
/// before its first byte. Apart, so that it is known of which sort a client is that a backend saw leaving.
/// </summary>
internal sealed class LeavingCrowd : IAsyncDisposable
{
    public const string InMidStream = "Open";
    public const string BeforeTheFirstByte = "Cloud";

    private readonly ConnectionGauge _gauge = new();

    private LeavingCrowd(Rig rig) => Rig = rig;

    public Rig Rig { get; }

    public int Asked { get; private set; }

    /// <summary>The attempts that the gateway counts as running.</summary>
    public int Attempts => Rig.Gateway.Services.GetRequiredService<SnapshotStore>().Current.All.Sum(backend => backend.State.Load.InFlight);

    public static async Task<LeavingCrowd> StartAsync()
    {
        var crowd = new LeavingCrowd(await Rig.StartAsync());
        crowd.Rig.Open.Script(Rig.OpenModel, new ModelScript { Fail = FailureMode.Silence });
        crowd.Rig.Cloud.Script(Rig.CloudModel, new ModelScript { Hold = true });
        return crowd;
    }

    /// <summary>Clients of one sort, all of which have come as far as they will.</summary>
    public async Task<IReadOnlyList<LeavingClient>> AskAsync(string sort, int count)
    {
        var clients = new List<LeavingClient>();
        for (var i = 0; i < count; i++)
        {
            var client = await LeavingClient.AskAsync(Rig.Gateway.Url, sort);
            clients.Add(client);
            Asked++;
            await BackendOf(sort).NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
            if (sort == InMidStream)
            {
                await client.ReadFirstEventAsync();
            }
        }

        return clients;
    }

    /// <summary>When the backend saw the next client leave.</summary>
    public Task<long> NextGoneAsync(string sort) => BackendOf(sort).NextClientGoneAsync().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>All clients have left: asserts that nothing of their requests is held by anybody.</summary>
    public async Task AssertNothingStaysAsync()
    {
        // 1. The gateway's own connections are gone, which they are only after the last step of each request.
        await _gauge.UntilAsync(() => _gauge.Accepted(Rig.Gateway.Url) == 0);
        foreach (var backend in (SimulatedBackend[])[Rig.Open, Rig.Cloud])
        {
            // 2. Backends have no connection but those that wait in the pool for the next probe or request.
            await _gauge.UntilAsync(() => _gauge.Requests(backend.Url) == 0 && _gauge.Busy(backend.Url) == 0);
            await _gauge.UntilAsync(() => _gauge.Accepted(backend.Url) <= _gauge.Idle(backend.Url));
        }

        // 3. Places and pooled bodies are given back.
        Assert.Equal(0, Attempts);
        Assert.Equal(0, Rig.Gateway.Services.GetRequiredService<BodyBudget>().Held);

        // 4. Each is accounted for, with one attempt: nobody was left to try another for.
        var lines = Rig.Gateway.Log.Lines.Where(line => line.Contains(" ClientClosed ", StringComparison.Ordinal)).ToList();
        Assert.Equal(Asked, lines.Count);
        Assert.All(lines, line => Assert.Contains(" attempts=1 ", line, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        _gauge.Dispose();
    }

    private SimulatedBackend BackendOf(string sort) => sort == InMidStream ? Rig.Open : Rig.Cloud;
}

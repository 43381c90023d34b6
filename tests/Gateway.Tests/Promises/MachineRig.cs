using Gateway.Attempts;
using Gateway.Backends;
using Gateway.Resilience;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>One simulated machine as it is started, and a gateway before it with nothing else configured, in real time.</summary>
internal sealed class MachineRig : IAsyncDisposable
{
    public required SimulatedBackend Own { get; init; }

    public required TestGateway Gateway { get; init; }

    public static async Task<MachineRig> StartAsync(SimulatorOptions options)
    {
        var own = await SimulatedBackend.StartAsync(options);
        var provider = options.Personality == Personality.LlamaCpp ? "llamacpp" : "ollama";
        var gateway = TestGateway.Start($$"""backends: [ { name: own, provider: {{provider}}, url: "{{own.Url}}" } ]""");
        await gateway.Log.WaitForAsync("The model lists are taken over");
        return new MachineRig { Own = own, Gateway = gateway };
    }

    public Task WaitingAsync(int count)
    {
        var backend = Gateway.Services.GetRequiredService<SnapshotStore>().Current.Backends["own"];
        var guards = Gateway.Services.GetRequiredService<Guards<AttemptOutcome>>();
        return WaitUntil.TrueAsync(() => (guards.LinesOf(backend)?.Waiting ?? 0) == count);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Own.DisposeAsync();
    }
}

using Gateway.Authentication;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Providers;
using Gateway.Runtime;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Cli;

/// <summary>
/// Implements the part of <c>gateway config check --online</c> that goes beyond the file: asks each backend once for its models, as the
/// gateway does, and compares. No request loads a model.
/// </summary>
internal static class OnlineCheck
{
    /// <returns>The exit code: 0 when every backend answered and every name matches.</returns>
    public static async Task<int> RunAsync(GatewayConfig config, string file, CancellationToken stop)
    {
        using var clients = new BackendClients();
        var factory = new BackendFactory(clients, TimeProvider.System);
        var knowledge = BuiltInKnowledge.Read();
        var states = new ModelStates(TimeProvider.System);
        var asked = Snapshot();
        var probe = new BackendProbe(TimeProvider.System, NullLogger<BackendProbe>.Instance);
        await Task.WhenAll(asked.Backends.Values.Select(b => probe.RunAsync(b, asked.Scrubber, stop)));

        // Built again from what they reported: the states outlive a snapshot.
        var snapshot = Snapshot();
        var isGood = true;
        foreach (var backend in snapshot.All)
        {
            // A loading backend has no problem, but has not reported anything either.
            isGood &= backend.Missing is null && backend.State is { Problem: null, Models: not null };
            var found = backend.Missing ?? backend.State.Problem
                ?? (backend.State.Models is { } models ? $"{models.Length} models" : "it loads its model; ask again when it serves");
            await Console.Out.WriteLineAsync($"{backend.Name}: {found}{Note(backend)}.");
        }

        foreach (var backend in UnpricedBackends.Of(snapshot).Except(UnpricedBackends.Of(config, factory)))
        {
            await Console.Error.WriteLineAsync($"{file}: {UnpricedBackends.Words(backend)}");
        }

        foreach (var name in UnmatchedNames.Of(snapshot))
        {
            isGood = false;
            await Console.Error.WriteLineAsync($"{file}: {name.Path}: {name.Message}");
        }

        return isGood ? 0 : 1;

        GatewaySnapshot Snapshot() => new(config, new KeyRing(config.Keys), [.. config.Backends.Select(factory.Create)], knowledge, states,
            TimeProvider.System.GetUtcNow());
    }

    private static string Note(Backend backend) => backend.State.Note is { } note ? $"; it {note}" : "";
}

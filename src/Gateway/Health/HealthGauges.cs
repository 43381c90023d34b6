using System.Diagnostics.Metrics;
using Gateway.Backends;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Runtime;
using Gateway.Telemetry;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Health;

/// <summary>Reports backends, their models and lines, and the tags, as of the moment when the metrics are read.</summary>
internal sealed class HealthGauges(GatewayMeter meter, SnapshotStore store, BackendHealth health) : IHostedService
{
    private const int Closed = 0;
    private const int HalfOpen = 1;
    private const int Open = 2;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.Gauge(Names.Own.BackendHealthy, null, "Whether a backend can be used, as its last probe or request found.", Backends);
        meter.Gauge(Names.Own.QueueLength, "{request}", "How many requests stand in line before a backend, over all its models.", Lines);
        meter.Gauge(
            Names.Own.CircuitState, null,
            "Whether a model is left alone because it failed too often: 0 no, 1 the next request may try it, 2 yes.", Circuits);
        meter.Gauge(Names.Own.TagCandidates, "{candidate}", "How many candidates of a tag or route can take a request now.", Tags);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A backend whose credential is not set is not in use, which is no fault: the default configuration has one.
    private IEnumerable<Measurement<int>> Backends() =>
        store.Current.All.Where(static b => b.Missing is null).Select(
            static b => new Measurement<int>(b.State.Problem is null ? 1 : 0, Of(b)));

    private IEnumerable<Measurement<int>> Lines() =>
        from backend in store.Current.All
        let lines = health.LinesOf(backend)
        where lines is not null
        select new Measurement<int>(lines.Waiting, Of(backend));

    // For models that were ever asked. A model that neither its backend nor the configuration lists is a client's invention.
    private IEnumerable<Measurement<int>> Circuits()
    {
        var snapshot = store.Current;
        foreach (var backend in snapshot.All.Where(static b => b.Missing is null))
        {
            var named = snapshot.Config.Routes.SelectMany(static r => r.Candidates)
                .Where(c => c.Backend.Equals(backend.Name, StringComparison.OrdinalIgnoreCase))
                .Select(static c => c.Model)
                .Concat(backend.State.Models ?? [])
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var model in health.ModelsOf(backend).Where(m => named.Contains(m.Model)))
            {
                var state = !model.State.IsOut ? Closed : model.State.IsDue ? HalfOpen : Open;
                yield return new Measurement<int>(state, Of(backend), new Pair(Names.Attributes.Model, model.Model));
            }
        }
    }

    private IEnumerable<Measurement<int>> Tags() =>
        store.Current.Routes.Listed
            .Where(static r => r.Kind is RouteKind.Tag && r.Type == ModelType.Chat)
            .Select(static r => new Measurement<int>(r.Usable.Count(BackendHealth.CanTake), new Pair(Names.Attributes.Tag, r.Name)));

    private static Pair Of(Backend backend) => new(Names.Attributes.Backend, backend.Name);
}

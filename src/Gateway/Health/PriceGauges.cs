using System.Diagnostics.Metrics;
using Gateway.Routing.Models;
using Gateway.Runtime;
using Gateway.Telemetry;

namespace Gateway.Health;

/// <summary>
/// Reports problems with the prices and names of the models in use, by backend, as of the moment when the metrics are read.
/// </summary>
internal sealed class PriceGauges(GatewayMeter meter, SnapshotStore store, TimeProvider time) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.Gauge(
            Names.Own.PricesOld, "{model}", "How many models in use have a price that was read more than 45 days ago.",
            () => Count(static (cards, _, now) => PriceFindings.Old(cards, now).Select(static f => f.Card)));
        meter.Gauge(
            Names.Own.PricesMissing, "{model}", "How many models in use have no known price although they may cost money.",
            () => Count(PriceFindings.Missing));
        meter.Gauge(
            Names.Own.ModelsEnding, "{model}", "How many models in use have ended, are redirected, or will be within 30 days.",
            () => Count(static (cards, _, now) => LifeNews.Ending(cards, now).Select(static f => f.Card)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A backend with nothing to report has a 0, so that an alert that waits for one ends.
    private IEnumerable<Measurement<int>> Count(
        Func<IEnumerable<ModelCard>, GatewaySnapshot, DateTimeOffset, IEnumerable<ModelCard>> find)
    {
        var snapshot = store.Current;
        var found = find(ModelsInUse.Of(snapshot), snapshot, time.GetUtcNow()).ToLookup(
            static c => c.Backend, StringComparer.OrdinalIgnoreCase);
        return snapshot.Backends.Values.Where(static b => !b.Traits.IsLocal).Select(
            b => new Measurement<int>(found[b.Name].Count(), new KeyValuePair<string, object?>(Names.Attributes.Backend, b.Name)));
    }
}

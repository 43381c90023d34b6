using System.Diagnostics.Metrics;
using Gateway.Budgets;
using Gateway.Ledger;
using Gateway.Ledger.Store;
using Gateway.Telemetry;

namespace Gateway.Health;

/// <summary>
/// Reports how far the ledger is behind, as of the moment when the metrics are read. Reports nothing if no ledger is kept.
/// </summary>
internal sealed class LedgerGauges(GatewayMeter meter, UsageWriter writer, UsageStore store, LedgerReconciler? reconciler = null)
    : IHostedService
{
    private static readonly KeyValuePair<string, object?> Tokens = new(Names.Attributes.Kind, "tokens");
    private static readonly KeyValuePair<string, object?> Money = new(Names.Attributes.Kind, "money");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.Gauge(
            Names.Own.LedgerPending, "{record}", "Records of usage that are not in the database yet.", () => Of(static h => h.Pending));
        meter.Gauge(Names.Own.LedgerLag, "s", "How long the oldest of them has waited.", () => Of(static h => h.Lag.TotalSeconds));
        meter.Gauge(
            Names.Own.LedgerSpooled, "By", "Records that are in memory alone, since the journal's disk does not take them.",
            () => Of(static h => h.Spooled));
        meter.Total(Names.Own.LedgerRecords, "{record}", "Records of usage that were written to the database.", () => store.Written);
        meter.Gauge(
            Names.Own.LedgerDrift, null,
            "How far the counters of budgets were from the ledger when they were compared last: tokens, or billionths of the currency.",
            Drift);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> Drift() => reconciler is null
        ? []
        : [new(reconciler.DriftTokens, Tokens), new(reconciler.DriftNano, Money)];

    private IEnumerable<Measurement<T>> Of<T>(Func<LedgerHealth, T> value)
        where T : struct => writer.Health is { IsOn: true } health ? [new Measurement<T>(value(health))] : [];
}

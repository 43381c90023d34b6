using System.Diagnostics.Metrics;
using Gateway.Telemetry;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Alerts;

/// <summary>Counts the alerts that receivers took, refused or never took.</summary>
internal sealed class AlertInstruments(GatewayMeter meter)
{
    private readonly Counter<long> _alerts = meter.Counter(
        Names.Own.Alerts, "{alert}",
        "Alerts that a target took (told), messages that it did not take (refused), and alerts that it never took (given_up).");

    public void Told(string target, int count) => Add(target, "told", count);

    public void Refused(string target) => Add(target, "refused", 1);

    public void GivenUp(string target) => Add(target, "given_up", 1);

    private void Add(string target, string outcome, int count) =>
        _alerts.Add(count, new Pair(Names.Attributes.Target, target), new Pair(Names.Attributes.Outcome, outcome));
}

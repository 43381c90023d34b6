using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Attempts;
using Gateway.Configuration;
using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Health.Alerts;

/// <summary>Finds accounts without credit and refused credentials, as seen by requests and probes.</summary>
internal sealed class CredentialAlerts(SnapshotStore store, AccountTroubles troubles) : IAlertSource
{
    // Neither passes by itself.
    public bool MayPass => false;

    /// <summary>True for a problem that says a backend refused the credential of a probe.</summary>
    public static bool IsRefusal(string problem) => problem.StartsWith("401:", StringComparison.Ordinal);

    public IEnumerable<AlertEvent> Find()
    {
        var snapshot = store.Current;
        var met = troubles.All
            .Where(t => snapshot.Backends.ContainsKey(t.Backend))
            .Select(static t => Of(t.Kind == BackendFailure.OutOfCredit ? AlertKind.Account : AlertKind.Credential, t.Backend, t.Reason));
        var probed = snapshot.All
            .Where(static b => b.Missing is null && b.State.Problem is { } problem && IsRefusal(problem))
            .Select(b => Of(AlertKind.Credential, b.Name, snapshot.Scrubber.Scrub(b.State.Problem!)));
        return met.Concat(probed);
    }

    private static AlertEvent Of(AlertKind kind, string backend, string reason) =>
        new(kind, backend) { Facts = [AlertFact.Of(AlertFactName.Reason, reason)] };
}

using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Routing.Candidates;
using Gateway.Routing.Names;
using Gateway.Runtime;

namespace Gateway.Health.Alerts;

/// <summary>Finds backends and names without a candidate that can take a request.</summary>
internal sealed class BackendAlerts(SnapshotStore store) : IAlertSource
{
    public bool MayPass => true;

    public IEnumerable<AlertEvent> Find()
    {
        var snapshot = store.Current;
        var byBackend = snapshot.Models.ToLookup(static m => m.Backend, StringComparer.OrdinalIgnoreCase);
        return snapshot.All
            // A backend without its credential is not in use, which is no fault: the default configuration has one.
            .Where(static b => b.Missing is null)
            .Select(b => (Backend: b, Reason: ReasonOf(b, byBackend[b.Name])))
            .Where(static b => b.Reason is not null)
            .Select(b => new AlertEvent(AlertKind.Backend, b.Backend.Name)
            {
                Facts = [AlertFact.Of(AlertFactName.Reason, snapshot.Scrubber.Scrub(b.Reason!))],
            })
            .Concat(snapshot.Routes.Listed.Where(IsWithout).Select(static r => new AlertEvent(AlertKind.Tag, r.Name)));
    }

    private static string? ReasonOf(Backend backend, IEnumerable<Candidate> models) =>
        // A refused credential is told as such.
        backend.State.Problem is { } problem ? CredentialAlerts.IsRefusal(problem) ? null : problem
        : backend.State.Load.IsLoading || backend.State.Load.IsRefused ? null
        : models.Any() && !models.Any(BackendHealth.CanTake) ? "none of its models can take a request"
        : null;

    // A tag that no backend ever had a model for is no fault.
    private static bool IsWithout(Route route) =>
        route.Kind is RouteKind.Tag && route.Usable is { IsEmpty: false } usable && !usable.Any(BackendHealth.CanTake);
}

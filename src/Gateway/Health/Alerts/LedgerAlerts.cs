using System.Collections.Immutable;
using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Configuration;
using Gateway.Ledger;

namespace Gateway.Health.Alerts;

/// <summary>Finds a ledger that is behind or takes no records.</summary>
internal sealed class LedgerAlerts(Func<LedgerHealth> health) : IAlertSource
{
    // Reports and budgets of a minute ago are good enough for anybody.
    private static readonly TimeSpan MostLag = TimeSpan.FromMinutes(1);

    public bool MayPass => true;

    public IEnumerable<AlertEvent> Find() => health() is { IsOn: true } ledger && ReasonOf(ledger) is { } reason
        ? [new AlertEvent(AlertKind.Ledger, "ledger") { Facts = FactsOf(ledger, reason) }]
        : [];

    private static string? ReasonOf(LedgerHealth ledger) =>
        !ledger.IsAccepting ? "it takes no records, so requests are refused"
        : ledger.JournalProblem is { } journal ? $"the journal: {journal}"
        : ledger.StoreProblem is { } database && ledger.Lag >= MostLag ? $"the database: {database}"
        : ledger.Lag >= MostLag ? "its database is too slow"
        : null;

    private static ImmutableArray<AlertFact> FactsOf(LedgerHealth ledger, string reason) =>
    [
        AlertFact.Of(AlertFactName.Reason, reason),
        AlertFact.Of(AlertFactName.Pending, ledger.Pending),
        AlertFact.Of(AlertFactName.LagSeconds, (long)ledger.Lag.TotalSeconds),
    ];
}

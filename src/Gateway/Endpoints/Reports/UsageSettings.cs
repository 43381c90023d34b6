using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Endpoints.Reports;

/// <summary>The defaults of a question.</summary>
/// <param name="Zone">The time zone in which days begin.</param>
/// <param name="Step">The time that one of the ledger's sums covers.</param>
/// <param name="Currency">The currency in which all costs are added up.</param>
/// <param name="Now">The current time.</param>
internal sealed record UsageSettings(TimeZoneInfo Zone, LedgerStep Step, string Currency, DateTimeOffset Now)
{
    public static UsageSettings Of(GatewayConfig config, TimeProvider time) => new(
        PolicyBook.ZoneOf(config.Quotas),
        config.Ledger.Step,
        config.Quotas.Currency,
        time.GetUtcNow());
}

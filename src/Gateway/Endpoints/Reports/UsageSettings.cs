using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Endpoints.Reports;

/// <summary>What a question means that does not say everything.</summary>
/// <param name="Zone">Where days begin.</param>
/// <param name="Step">What one of the ledger's sums covers.</param>
/// <param name="Currency">In which all costs are told together.</param>
/// <param name="Now">The present moment.</param>
internal sealed record UsageSettings(TimeZoneInfo Zone, LedgerStep Step, string Currency, DateTimeOffset Now)
{
    public static UsageSettings Of(GatewayConfig config, TimeProvider time) => new(
        PolicyBook.ZoneOf(config.Quotas),
        config.Ledger.Step,
        config.Quotas.Currency,
        time.GetUtcNow());
}

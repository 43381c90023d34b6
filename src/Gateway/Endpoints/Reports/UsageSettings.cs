using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Endpoints.Reports;

/// <summary>What a question means that does not say everything.</summary>
/// <param name="Zone">Where days begin.</param>
/// <param name="Step">What one of the ledger's sums covers.</param>
/// <param name="Currency">In which all costs are told together.</param>
/// <param name="Now">The present moment.</param>
internal sealed record UsageSettings(TimeZoneInfo Zone, TimeSpan Step, string Currency, DateTimeOffset Now)
{
    public static UsageSettings Of(GatewayConfig config, TimeProvider time) => new(
        PolicyBook.ZoneOf(config.Quotas),
        config.Ledger.Step switch { LedgerStep.QuarterHour => TimeSpan.FromMinutes(15), LedgerStep.HalfHour => TimeSpan.FromMinutes(30), _ => TimeSpan.FromHours(1) },
        config.Quotas.Currency,
        time.GetUtcNow());
}

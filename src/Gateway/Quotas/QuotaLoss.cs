using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>What a limit does while the shared counters cannot be reached.</summary>
/// <param name="Rates">For limits per minute and at once.</param>
/// <param name="Tokens">For tokens a day and a month.</param>
/// <param name="Money">For money a day and a month.</param>
internal sealed record QuotaLoss(LossMode Rates, LossMode Tokens, LossMode Money)
{
    public static QuotaLoss Default { get; } = new(LossMode.Local, LossMode.Local, LossMode.Local);
}

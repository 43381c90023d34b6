using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>How limits behave while the shared counters cannot be reached.</summary>
/// <param name="Rates">For limits per minute and on concurrency.</param>
/// <param name="Tokens">For tokens per day and month, and every other calendar limit except money.</param>
/// <param name="Money">For money per day and month.</param>
internal sealed record QuotaLoss(LossMode Rates, LossMode Tokens, LossMode Money)
{
    public static QuotaLoss Default { get; } = new(LossMode.Local, LossMode.Local, LossMode.Local);

    public LossMode Of(LimitKind kind) => !kind.IsBudget ? Rates : kind.Meter == Meter.Money ? Money : Tokens;
}

using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>What a limit does while the shared counters cannot be reached.</summary>
/// <param name="Rates">For limits per minute and at once.</param>
/// <param name="Tokens">For tokens a day and a month, and whatever else is limited by the calendar.</param>
/// <param name="Money">For money a day and a month.</param>
internal sealed record QuotaLoss(LossMode Rates, LossMode Tokens, LossMode Money)
{
    public static QuotaLoss Default { get; } = new(LossMode.Local, LossMode.Local, LossMode.Local);

    public LossMode Of(LimitKind kind) => !kind.IsBudget ? Rates : kind.Meter == Meter.Money ? Money : Tokens;
}

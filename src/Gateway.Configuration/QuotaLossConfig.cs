using System.ComponentModel;

namespace Gateway.Configuration;

[Description(
    "How limits behave while Redis cannot be reached: local admits only the share of the limits each replica holds beforehand (a "
    + "hundredth, already counted as used), closed admits nothing, open admits everything and counts it afterwards.")]
internal sealed record QuotaLossConfig
{
    [Description("Limits per minute and on requests at once.")]
    public LossMode Rates { get; init; } = LossMode.Local;

    [Description("Tokens per day and month, and every other calendar limit except money.")]
    public LossMode Tokens { get; init; } = LossMode.Local;

    [Description("Money per day and month.")]
    public LossMode Money { get; init; } = LossMode.Local;
}

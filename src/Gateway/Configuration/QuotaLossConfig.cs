using System.ComponentModel;

namespace Gateway.Configuration;

[Description(
    "What limits do while Redis cannot be reached: local admits what each replica holds of the limits beforehand (a hundredth, counted "
    + "as used already), closed admits nothing, open admits everything and counts it afterwards.")]
internal sealed record QuotaLossConfig
{
    [Description("Limits per minute and at once.")]
    public LossMode Rates { get; init; } = LossMode.Local;

    [Description("Tokens a day and a month, and whatever else but money is limited by the calendar.")]
    public LossMode Tokens { get; init; } = LossMode.Local;

    [Description("Money a day and a month.")]
    public LossMode Money { get; init; } = LossMode.Local;
}

using System.ComponentModel;

namespace Gateway.Configuration;

[Description("What limits do while Redis cannot be reached: local keeps each replica to its share of what was left, closed admits nothing, open admits everything and counts it afterwards.")]
internal sealed record QuotaLossConfig
{
    [Description("Limits per minute and at once.")]
    public LossMode Rates { get; init; } = LossMode.Local;

    [Description("Tokens a day and a month.")]
    public LossMode Tokens { get; init; } = LossMode.Local;

    [Description("Money a day and a month. With local, money closes by itself when Redis was last reached more than 60 seconds ago.")]
    public LossMode Money { get; init; } = LossMode.Local;
}

using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("How much may be used. What is not named is not limited.")]
internal record QuotaLimitsConfig
{
    [Within("1", "1000000000")]
    [Description("Requests in any 60 seconds.")]
    public long? RequestsPerMinute { get; init; }

    [Within("1", "1000000000000")]
    [Description("Tokens of prompts and answers in any 60 seconds.")]
    public long? TokensPerMinute { get; init; }

    [Within("1", "1000000")]
    [Description("Requests at once.")]
    public long? Concurrent { get; init; }

    [Within("1", "1000000000000000")]
    [Description("Tokens in a calendar day.")]
    public long? TokensPerDay { get; init; }

    [Within("1", "1000000000000000")]
    [Description("Tokens in a calendar month.")]
    public long? TokensPerMonth { get; init; }

    [Within("0", "9000000")]
    [Description("Money in a calendar day, in 'quotas.currency'. Only what costs counts: a local model is free. 0 keeps everything off the cloud. The upper limit is what counts exactly in billionths.")]
    public decimal? MoneyPerDay { get; init; }

    [Within("0", "9000000")]
    [Description("Money in a calendar month, in 'quotas.currency'.")]
    public decimal? MoneyPerMonth { get; init; }

    public bool LimitsMoney => (MoneyPerDay ?? MoneyPerMonth) is not null;

    public bool LimitsNothing =>
        !LimitsMoney && (RequestsPerMinute ?? TokensPerMinute ?? Concurrent ?? TokensPerDay ?? TokensPerMonth) is null;
}

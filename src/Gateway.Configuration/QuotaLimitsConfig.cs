using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("Limits on usage. Anything not named is not limited.")]
internal record QuotaLimitsConfig
{
    [Within("1", "1000000000")]
    [Description("Requests in any 60 seconds.")]
    public long? RequestsPerMinute { get; init; }

    [Within("1", "1000000000")]
    [Description(
        "Background requests (titles, tags and the like, see 'background') in any 60 seconds. They count here and not in "
        + "requestsPerMinute; as many as 'concurrent' says may run at once, in addition to the others. Their tokens and money count "
        + "like all others. Default: as many as requestsPerMinute; for front ends (keys with onBehalfOf), whose pages send several with "
        + "each chat, four times as many.")]
    public long? BackgroundRequestsPerMinute { get; init; }

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
    [Description(
        "Money in a calendar day, in 'quotas.currency'. Only what costs money counts: a local model is free. 0 keeps everything off the "
        + "cloud. The upper bound is the largest amount that counts exactly in billionths.")]
    public decimal? MoneyPerDay { get; init; }

    [Within("0", "9000000")]
    [Description("Money in a calendar month, in 'quotas.currency'.")]
    public decimal? MoneyPerMonth { get; init; }

    [Within("1", "1000000000")]
    [Description(
        "Pictures in a calendar day, by the operations that make them. They are counted but not in the ledger: without 'quotas.redis' a "
        + "restarted gateway starts counting from zero.")]
    public long? PicturesPerDay { get; init; }

    /// <summary>Explains why a budget cannot be enforced when counters are shared and the ledger is not, and how to resolve it.</summary>
    public const string WhyNotShared =
        "a budget there has to agree with a ledger that all gateways share. Write 'storage.provider: postgresql' for each of them; "
        + "where there is one gateway only, take 'quotas.redis' away; or limit by the minute.";

    /// <summary>The name of its first calendar limit; null for none.</summary>
    public string? Budget => LimitKind.All.FirstOrDefault(k => k.IsBudget && k.Of(this) is not null)?.Key;

    public bool LimitsMoney => LimitKind.All.Any(k => k.Meter == Meter.Money && k.Of(this) is not null);

    public bool LimitsNothing => BackgroundRequestsPerMinute is null && LimitKind.All.All(k => k.Of(this) is null);

    /// <summary>The keys of all limits, as written in the configuration.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. ConfigProperty.Of(typeof(QuotaLimitsConfig)).Select(static p => p.Key)];
}

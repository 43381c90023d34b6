using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("Limits on who may use how much.")]
internal sealed record QuotasConfig
{
    [Matches("^[A-Z]{3}$", "a currency's three letters such as CNY")]
    [Description("The currency of all budgets. Prices in other currencies are converted by 'exchangeRates'.")]
    public string Currency { get; init; } = "CNY";

    [Description(
        "The time zone in which days and months begin, as an IANA name such as Europe/Berlin. Default: Asia/Shanghai for CNY, else UTC. "
        + "A team may have its own.")]
    public string? TimeZone { get; init; }

    [Description(
        "The value of one unit of each other currency in 'currency'. Fixed: a budget must not move with the market. Needed for every "
        + "currency of a configured or built-in price that is to be counted; callers with a money limit are not sent to a model priced "
        + "in a currency without a rate.")]
    public IReadOnlyList<ExchangeRateConfig> ExchangeRates { get; init; } = [];

    [Description("The limits. All that match a request apply to it. Limits of one key or one team may also be set at the key or team.")]
    public IReadOnlyList<QuotaPolicyConfig> Policies { get; init; } = [];

    [Description(
        "What happens to a request that a money limit refuses: local continues with the candidates that cost nothing, if any can serve "
        + "it; refuse answers 402.")]
    public BudgetSpent WhenBudgetSpent { get; init; } = BudgetSpent.Local;

    [Within("1", "1000000")]
    [Description(
        "The most tokens of an answer that costs money, where the client sets no limit and a money limit applies. The gateway sends "
        + "this limit to the backend, since otherwise one answer could cost more than was left. Where only tokens are limited, no limit "
        + "is added, and the length that 95 of 100 answers of the model stay within is reserved. Where a budget has less left than "
        + "that, the answer gets what is left, and the gateway sends that limit to the backend.")]
    public int MaxAnswerTokens { get; init; } = 8192;

    [Description(
        "True to count requests for embeddings in requestsPerMinute and concurrent. By default only their tokens and money count: a "
        + "chat page sends a document as some hundred requests at once, and gives it up at the first refusal.")]
    public bool CountEmbeddings { get; init; }

    [Description(
        "The Redis in which replicas of the gateway count together. Without it each process counts for itself. Limits by the day and "
        + "the month also need storage.provider: postgresql, a ledger that all of them share.")]
    [NeedsRestart]
    public RedisConfig? Redis { get; init; }

    [Description("How limits behave while Redis cannot be reached.")]
    public QuotaLossConfig WhenRedisIsAway { get; init; } = new();

    [Description("Whom to notify when a budget or a limit of tokens per day or month is nearly or fully used.")]
    public QuotaWebhookConfig? Webhook { get; init; }
}

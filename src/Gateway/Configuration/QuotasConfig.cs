using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("Who may use how much.")]
internal sealed record QuotasConfig
{
    [Matches("^[A-Z]{3}$", "a currency's three letters such as CNY")]
    [Description("The currency of all budgets. Prices in another are converted by 'exchangeRates'.")]
    public string Currency { get; init; } = "CNY";

    [Description(
        "Where days and months begin, as an IANA name such as Europe/Berlin. Default: Asia/Shanghai for CNY, else UTC. A team may have "
        + "its own.")]
    public string? TimeZone { get; init; }

    [Description(
        "What one unit of another currency is worth in 'currency'. Fixed: a budget must not move with the market. Needed for every "
        + "currency in which a configured or built-in price stands that is to be counted; a model priced in a currency without a rate "
        + "is passed over for callers with a money limit.")]
    public IReadOnlyList<ExchangeRateConfig> ExchangeRates { get; init; } = [];

    [Description("The limits. All that match a request hold for it. Those of one key or one team may also stand at the key or team.")]
    public IReadOnlyList<QuotaPolicyConfig> Policies { get; init; } = [];

    [Description(
        "What becomes of a request when a money limit stands against it: local goes on with the candidates that cost nothing, if there "
        + "are any that can serve it; refuse answers 402.")]
    public BudgetSpent WhenBudgetSpent { get; init; } = BudgetSpent.Local;

    [Within("1", "1000000")]
    [Description(
        "The most tokens of an answer that costs money, where the client names no limit itself and a money limit holds for it: the "
        + "backend is told so, since else one answer could cost more than was left. Where only tokens are limited nothing is added, and "
        + "what 95 of 100 answers of the model keep to is reserved. Where a budget has less left than that, the answer gets what is "
        + "left, and the backend is told so.")]
    public int MaxAnswerTokens { get; init; } = 8192;

    [Description(
        "Whether requests for embeddings count for requestsPerMinute and concurrent. By default their tokens and money count alone: a "
        + "chat page sends a document as some hundred requests at once, and gives it up at the first refusal.")]
    public bool CountEmbeddings { get; init; }

    [Description(
        "Where replicas of the gateway count together. Without it each process counts for itself. Limits by the day and the month need "
        + "storage.provider: postgresql beside it, a ledger that all of them share.")]
    [NeedsRestart]
    public RedisConfig? Redis { get; init; }

    [Description("What limits do while Redis cannot be reached.")]
    public QuotaLossConfig WhenRedisIsAway { get; init; } = new();

    [Description("Whom to tell when a budget or a limit of tokens per day or month is nearly or wholly used.")]
    public QuotaWebhookConfig? Webhook { get; init; }
}

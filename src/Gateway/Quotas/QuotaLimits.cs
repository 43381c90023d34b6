using Gateway.Configuration;
using Gateway.Usage;

namespace Gateway.Quotas;

/// <summary>What one policy, key or team allows. Null is no limit; money is in nano units of the accounting currency.</summary>
/// <param name="RequestsPerMinute">In any 60 seconds.</param>
/// <param name="TokensPerMinute">Of prompts and answers, in any 60 seconds.</param>
/// <param name="Concurrent">At once.</param>
/// <param name="TokensPerDay">By the calendar.</param>
/// <param name="TokensPerMonth">By the calendar.</param>
/// <param name="MoneyPerDay">By the calendar, in nano units.</param>
/// <param name="MoneyPerMonth">By the calendar, in nano units.</param>
internal sealed record QuotaLimits(
    long? RequestsPerMinute = null,
    long? TokensPerMinute = null,
    long? Concurrent = null,
    long? TokensPerDay = null,
    long? TokensPerMonth = null,
    long? MoneyPerDay = null,
    long? MoneyPerMonth = null)
{
    // A chat page sends up to three beside a message. Whoever else marks its requests chooses how many there are.
    private const int BackgroundForEach = 4;

    public static QuotaLimits None { get; } = new();

    /// <summary>Background requests in any 60 seconds, where that is named.</summary>
    public long? BackgroundPerMinute { get; init; }

    /// <summary>What holds for background requests as such, at a counter of their own.</summary>
    /// <param name="isOfFrontEnd">Whether they come from a front end.</param>
    public QuotaLimits OfBackground(bool isOfFrontEnd) => new(
        RequestsPerMinute: BackgroundPerMinute ?? RequestsPerMinute * (isOfFrontEnd ? BackgroundForEach : 1), Concurrent: Concurrent);

    /// <summary>The same for what is used, not for how many requests use it.</summary>
    public QuotaLimits WithoutRequests => this with { RequestsPerMinute = null, Concurrent = null, BackgroundPerMinute = null };

    public bool IsEmpty => this == None;

    public bool HasMoney => (MoneyPerDay ?? MoneyPerMonth) is not null;

    public bool HasTokenBudget => (TokensPerDay ?? TokensPerMonth) is not null;

    /// <summary>Whether it limits anything by the calendar.</summary>
    public bool HasBudget => HasMoney || HasTokenBudget;

    public static QuotaLimits From(QuotaLimitsConfig config) => new(
        config.RequestsPerMinute,
        config.TokensPerMinute,
        config.Concurrent,
        config.TokensPerDay,
        config.TokensPerMonth,
        (long?)(config.MoneyPerDay * Money.NanoPerUnit),
        (long?)(config.MoneyPerMonth * Money.NanoPerUnit))
    {
        BackgroundPerMinute = config.BackgroundRequestsPerMinute,
    };

    public long? Of(LimitKind kind) => kind switch
    {
        LimitKind.RequestsPerMinute => RequestsPerMinute,
        LimitKind.TokensPerMinute => TokensPerMinute,
        LimitKind.Concurrent => Concurrent,
        LimitKind.TokensPerDay => TokensPerDay,
        LimitKind.TokensPerMonth => TokensPerMonth,
        LimitKind.MoneyPerDay => MoneyPerDay,
        _ => MoneyPerMonth,
    };

    /// <summary>The smaller of both, limit by limit.</summary>
    public QuotaLimits And(QuotaLimits other) => new(
        Smaller(RequestsPerMinute, other.RequestsPerMinute),
        Smaller(TokensPerMinute, other.TokensPerMinute),
        Smaller(Concurrent, other.Concurrent),
        Smaller(TokensPerDay, other.TokensPerDay),
        Smaller(TokensPerMonth, other.TokensPerMonth),
        Smaller(MoneyPerDay, other.MoneyPerDay),
        Smaller(MoneyPerMonth, other.MoneyPerMonth))
    {
        BackgroundPerMinute = Smaller(BackgroundPerMinute, other.BackgroundPerMinute),
    };

    private static long? Smaller(long? a, long? b) => a is null || b < a ? b : a;
}

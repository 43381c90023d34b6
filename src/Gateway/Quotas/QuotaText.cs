using System.Globalization;
using Gateway.Usage;

namespace Gateway.Quotas;

/// <summary>Limits and amounts in words.</summary>
internal static class QuotaText
{
    /// <summary>Which limit refuses, whose, how much is used, and when it opens.</summary>
    public static string Describe(in QuotaDecision decision, string currency, DateTimeOffset now)
    {
        var subject = decision.Subject!;
        var limit = Amount(decision.Kind, decision.Limit, currency);
        var used = Amount(decision.Kind, decision.Used, currency);
        return $"The limit of {limit} {Span(decision.Kind)} for {subject.Words} is reached: {used} {(decision.Kind == LimitKind.Concurrent ? "are running" : "used or reserved")}. "
            + Opens(decision, now);
    }

    /// <summary>A name for the API, such as <c>tokens_per_day</c>.</summary>
    public static string NameOf(LimitKind kind) => kind switch
    {
        LimitKind.RequestsPerMinute => "requests_per_minute",
        LimitKind.TokensPerMinute => "tokens_per_minute",
        LimitKind.Concurrent => "concurrent",
        LimitKind.TokensPerDay => "tokens_per_day",
        LimitKind.TokensPerMonth => "tokens_per_month",
        LimitKind.MoneyPerDay => "money_per_day",
        _ => "money_per_month",
    };

    public static decimal Units(long nano) => nano / Money.NanoPerUnit;

    public static bool IsMoney(LimitKind kind) => kind is LimitKind.MoneyPerDay or LimitKind.MoneyPerMonth;

    /// <summary>Whether it opens by the calendar, and not within a minute.</summary>
    public static bool IsBudget(LimitKind kind) => kind >= LimitKind.TokensPerDay;

    private static string Amount(LimitKind kind, long value, string currency) => kind switch
    {
        LimitKind.MoneyPerDay or LimitKind.MoneyPerMonth => string.Create(CultureInfo.InvariantCulture, $"{Units(value):0.00####} {currency}"),
        LimitKind.RequestsPerMinute or LimitKind.Concurrent => string.Create(CultureInfo.InvariantCulture, $"{value} requests"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value} tokens"),
    };

    private static string Span(LimitKind kind) => kind switch
    {
        LimitKind.RequestsPerMinute or LimitKind.TokensPerMinute => "in any 60 seconds",
        LimitKind.Concurrent => "at once",
        LimitKind.TokensPerDay or LimitKind.MoneyPerDay => "a day",
        _ => "a month",
    };

    private static string Opens(in QuotaDecision decision, DateTimeOffset now)
    {
        if (decision.Kind == LimitKind.Concurrent)
        {
            return "Send it again when one of them is over.";
        }

        if (!IsBudget(decision.Kind))
        {
            return string.Create(CultureInfo.InvariantCulture, $"Send it again in {Math.Ceiling(decision.RetryAfter.TotalSeconds):0} seconds.");
        }

        var zone = decision.Subject!.Calendar.Zone;
        var opens = TimeZoneInfo.ConvertTime(now + decision.RetryAfter, zone);
        return string.Create(CultureInfo.InvariantCulture, $"It opens again at {opens:yyyy-MM-dd HH:mm} ({zone.Id}); the operator can raise it.");
    }
}

using System.Globalization;
using Gateway.Usage;

namespace Gateway.Quotas;

/// <summary>Limits and amounts in words.</summary>
internal static class QuotaText
{
    /// <summary>Which limit is used up, whose, how much is used, and when it opens.</summary>
    public static string DescribeReached(in QuotaDecision decision, string currency, DateTimeOffset now)
    {
        var used = Amount(decision.Kind, decision.Used, currency);
        return $"The limit of {LimitOf(decision, currency)} is reached: {used} {(decision.Kind == LimitKind.Concurrent ? "are running" : "used or reserved")}. "
            + Opens(decision, now);
    }

    /// <summary>The same of one that has something left, but less than a request may need.</summary>
    /// <param name="decision">The refusal.</param>
    /// <param name="need">What the request may need.</param>
    /// <param name="longest">The longest answer that fits; null: its prompt alone does not.</param>
    /// <param name="currency">The currency of account.</param>
    /// <param name="now">The time.</param>
    public static string DescribeTooLittle(in QuotaDecision decision, QuotaAmount need, long? longest, string currency, DateTimeOffset now)
    {
        var needed = Amount(decision.Kind, IsMoney(decision.Kind) ? need.Nano : need.Tokens, currency);
        var wayOut = longest is { } most
            ? string.Create(CultureInfo.InvariantCulture, $"With 'max_tokens' of {most} or less it fits.")
            : "Its prompt alone may need more than that.";
        return $"The limit of {LimitOf(decision, currency)} has too little left: this request may need {needed}, and {Amount(decision.Kind, decision.Left, currency)} are left; "
            + $"{Amount(decision.Kind, decision.Used, currency)} are used or reserved. {wayOut} {Opens(decision, now)}";
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

    private static string LimitOf(in QuotaDecision decision, string currency) =>
        $"{Amount(decision.Kind, decision.Limit, currency)} {Span(decision.Kind)} for {decision.Subject!.Words}";

    public static string Amount(LimitKind kind, long value, string currency) => kind switch
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

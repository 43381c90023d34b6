using System.Globalization;
using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>Describes limits and amounts in words.</summary>
internal static class QuotaText
{
    /// <summary>Says which limit is used up, whose it is, how much is used, and when it opens.</summary>
    public static string DescribeReached(in QuotaDecision decision, string currency, DateTimeOffset now)
    {
        var kind = decision.Kind!;
        var used = Amount(kind, decision.Used, currency);
        var how = kind.Window == LimitWindow.AtOnce ? "are running" : "used or reserved";
        return $"The limit of {LimitOf(decision, currency)} is reached: {used} {how}. {Opens(decision, now)}";
    }

    /// <summary>Describes a limit that has something left, but less than the request may need.</summary>
    /// <param name="decision">The refusal.</param>
    /// <param name="need">The amount the request may need.</param>
    /// <param name="longest">The longest answer that fits; null when even the prompt does not.</param>
    /// <param name="currency">The currency of account.</param>
    /// <param name="now">The current time.</param>
    public static string DescribeTooLittle(in QuotaDecision decision, QuotaAmount need, long? longest, string currency, DateTimeOffset now)
    {
        var kind = decision.Kind!;
        var wayOut = longest is { } most ? string.Create(CultureInfo.InvariantCulture, $"With 'max_tokens' of {most} or less it fits. ")
            : GrowsWithAnswer(kind.Meter) ? "Its prompt alone may need more than that. "
            : "";
        var (needed, left, used) = (
            Amount(kind, need[kind.Meter], currency), Amount(kind, decision.Left, currency), Amount(kind, decision.Used, currency));
        return $"The limit of {LimitOf(decision, currency)} has too little left: this request may need {needed}, and {left} are left; "
            + $"{used} are used or reserved. {wayOut}{Opens(decision, now)}";
    }

    public static decimal Units(long nano) => nano / Money.NanoPerUnit;

    /// <summary>True when a shorter answer needs less of this meter.</summary>
    public static bool GrowsWithAnswer(Meter meter) => meter switch
    {
        Meter.Tokens or Meter.Money => true,
        Meter.Requests or Meter.Concurrent or Meter.Pictures or Meter.Seconds or Meter.Characters => false,
    };

    public static string Amount(LimitKind kind, long value, string currency) => kind.Meter switch
    {
        Meter.Money => string.Create(CultureInfo.InvariantCulture, $"{Units(value):0.00####} {currency}"),
        Meter.Requests or Meter.Concurrent => Count(value, "requests"),
        Meter.Tokens => Count(value, "tokens"),
        Meter.Pictures => Count(value, "pictures"),
        Meter.Seconds => Count(value, "seconds of sound"),
        Meter.Characters => Count(value, "characters"),
    };

    private static string LimitOf(in QuotaDecision decision, string currency) =>
        $"{Amount(decision.Kind!, decision.Limit, currency)} {Span(decision.Kind!.Window)} for {decision.Subject!.Words}";

    private static string Count(long value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value} {unit}");

    private static string Span(LimitWindow window) => window switch
    {
        LimitWindow.Minute => "in any 60 seconds",
        LimitWindow.AtOnce => "at once",
        LimitWindow.Day => "a day",
        LimitWindow.Month => "a month",
    };

    private static string Opens(in QuotaDecision decision, DateTimeOffset now)
    {
        if (decision.Kind!.Window == LimitWindow.AtOnce)
        {
            return "Send it again when one of them is over.";
        }

        if (!decision.Kind.IsBudget)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"Send it again in {Math.Ceiling(decision.RetryAfter.TotalSeconds):0} seconds.");
        }

        var zone = decision.Subject!.Calendar.Zone;
        var opens = TimeZoneInfo.ConvertTime(now + decision.RetryAfter, zone);
        return string.Create(
            CultureInfo.InvariantCulture, $"It opens again at {opens:yyyy-MM-dd HH:mm} ({zone.Id}); the operator can raise it.");
    }
}

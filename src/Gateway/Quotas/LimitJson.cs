using System.Text.Json;

namespace Gateway.Quotas;

/// <summary>One limit and its use as JSON. Money stands in whole units of the currency, as the configuration writes it.</summary>
internal static class LimitJson
{
    public static void Write(Utf8JsonWriter json, in QuotaUse use, LimitKind kind, long limit, DateTimeOffset now, bool isKnown)
    {
        var used = use.Of(kind);
        json.WriteStartObject();
        json.WriteString("object"u8, "limit"u8);
        json.WriteString("subject"u8, use.Subject.Words);
        json.WriteString("counter"u8, use.Subject.Id);
        json.WriteString("limit"u8, QuotaText.NameOf(kind));
        WriteAmount(json, "max", kind, limit);
        if (isKnown)
        {
            WriteAmount(json, "used", kind, used);
            WriteAmount(json, "left", kind, Math.Max(0, limit - used));
        }

        if (QuotaText.IsBudget(kind))
        {
            var periods = use.Subject.Calendar.At(now.ToUnixTimeSeconds());
            var opens = kind is LimitKind.TokensPerDay or LimitKind.MoneyPerDay ? periods.NextDay : periods.NextMonth;
            json.WriteString("resets_at"u8, TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(opens), use.Subject.Calendar.Zone));
        }

        json.WriteEndObject();
    }

    private static void WriteAmount(Utf8JsonWriter json, string name, LimitKind kind, long value)
    {
        if (QuotaText.IsMoney(kind))
        {
            json.WriteNumber(name, QuotaText.Units(value));
        }
        else
        {
            json.WriteNumber(name, value);
        }
    }
}

using System.Text.Json;
using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>Writes one limit and its usage as JSON. Money is in whole units of the currency, as in the configuration.</summary>
internal static class LimitJson
{
    public static void Write(Utf8JsonWriter json, in QuotaUse use, LimitKind kind, long limit, DateTimeOffset now, bool isKnown)
    {
        var used = use.Of(kind);
        json.WriteStartObject();
        json.WriteString("object"u8, "limit"u8);
        json.WriteString("subject"u8, use.Subject.Words);
        json.WriteString("counter"u8, use.Subject.Id);
        json.WriteString("limit"u8, kind.Name);
        WriteAmount(json, "max", kind, limit);
        if (isKnown)
        {
            WriteAmount(json, "used", kind, used);
            WriteAmount(json, "left", kind, Math.Max(0, limit - used));
        }

        if (kind.IsBudget)
        {
            var opens = use.Subject.Calendar.At(now.ToUnixTimeSeconds()).Of(kind.Window).End;
            json.WriteString("resets_at"u8, TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(opens), use.Subject.Calendar.Zone));
        }

        json.WriteEndObject();
    }

    public static void WriteAmount(Utf8JsonWriter json, string name, LimitKind kind, long value)
    {
        if (kind.Meter == Meter.Money)
        {
            json.WriteNumber(name, QuotaText.Units(value));
        }
        else
        {
            json.WriteNumber(name, value);
        }
    }
}

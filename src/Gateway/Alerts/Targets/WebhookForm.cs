using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Alerts.Events;
using Gateway.Alerts.Texts;
using Gateway.Configuration;

namespace Gateway.Alerts.Targets;

/// <summary>
/// Writes for the operator's own program: one alert per message, as JSON, signed in a header. Such a program has no fixed word, so a status
/// of 2xx means that it took the message, unless the body says otherwise.
/// </summary>
internal sealed class WebhookForm : AlertForm
{
    public override int MostPerMinute => 60;

    protected override int MostBytes => 64 * 1024;

    public override AlertMessage Write(IReadOnlyList<AlertNews> news, AlertLanguage language) => news.Count == 0
        ? new AlertMessage(AlertText.TestOf(language), 0)
        : new AlertMessage(AlertText.Of(news[0], language, Plain), 1, news[0]);

    protected override void WriteBody(Utf8JsonWriter json, AlertMessage message, string? secret, DateTimeOffset now)
    {
        if (message.News is { } news)
        {
            Write(json, news);
        }
        else
        {
            json.WriteString("id"u8, "test"u8);
            json.WriteString("event"u8, "test"u8);
            json.WriteString("state"u8, "raised"u8);
        }

        json.WriteString("text"u8, message.Text);
    }

    protected override string Plain(string text) => text;

    protected override (string Name, string Value)? SignatureOf(byte[] body, string secret) => (
        "x-gateway-signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));

    // A page for people, such as a sign-in, and a JSON body that speaks of a failure are no yes.
    protected override (bool IsTaken, string Word) WordOf(string answer)
    {
        var text = answer.TrimStart();
        if (text.StartsWith('<'))
        {
            return (false, "it answers with a page, so it is no receiver of alerts");
        }

        return text.StartsWith('{') ? (!SaysNo(text), answer) : (true, answer);
    }

    private static bool SaysNo(string answer)
    {
        try
        {
            var json = JsonElement.Parse(answer);
            return (json.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.False) || IsCode("code") || IsCode("errcode");

            bool IsCode(string name) =>
                json.TryGetProperty(name, out var code) && code.ValueKind == JsonValueKind.Number && code.GetRawText() != "0";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, AlertNews news)
    {
        json.WriteString("id"u8, news.Id);
        json.WriteString("event"u8, EventOf(news.Event));
        json.WriteString("state"u8, news.IsOver ? "over"u8 : "raised"u8);
        json.WriteString("subject"u8, news.Event.Subject);
        foreach (var fact in news.Event.Facts)
        {
            json.WritePropertyName(FactWords.NameOf(fact.Name));
            if (fact.IsNumber)
            {
                json.WriteRawValue(fact.Value);
            }
            else
            {
                json.WriteStringValue(fact.Value);
            }
        }

        json.WriteString("since"u8, At(news.Since));
        json.WriteString("until"u8, news.OverAt is { } over ? At(over) : null);
        json.WriteNumber("times"u8, news.Count);
    }

    private static string EventOf(AlertEvent alert) => alert.Kind switch
    {
        AlertKind.Budget => alert.Level < 100 ? "budget_warning" : "budget_spent",
        AlertKind.Backend or AlertKind.Tag or AlertKind.Account or AlertKind.Credential or AlertKind.PriceOld or AlertKind.PriceMissing
            or AlertKind.ModelEnding or AlertKind.ModelGone or AlertKind.Ledger or AlertKind.Disk or AlertKind.Redis
                or AlertKind.PriceBook =>
            JsonNamingPolicy.SnakeCaseLower.ConvertName(alert.Kind.ToString()),
    };

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

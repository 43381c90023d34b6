using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerts.Events;
using Gateway.Alerts.Texts;
using Gateway.Configuration;

namespace Gateway.Alerts.Targets;

/// <summary>
/// A program of one's own: one alert a message, as JSON, signed in a header. Having no word of its own, it takes a message with a status of
/// 2xx, unless its body says otherwise.
/// </summary>
internal sealed class WebhookForm : AlertForm
{
    public override int MostPerMinute => 60;

    protected override int MostBytes => 64 * 1024;

    public override (JsonObject Body, int Count) Write(IReadOnlyList<AlertNews> news, AlertLanguage language) => news.Count == 0
        ? (new JsonObject { ["id"] = "test", ["event"] = "test", ["state"] = "raised", ["text"] = AlertText.TestOf(language) }, 0)
        : (BodyOf(news[0], language), 1);

    protected override JsonObject BodyOf(string text) => new() { ["text"] = text };

    protected override string Plain(string text) => text;

    protected override void SignBytes(HttpRequestMessage request, string secret, byte[] body) => request.Headers.TryAddWithoutValidation(
        "x-gateway-signature",
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), body)));

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

    private static JsonObject BodyOf(AlertNews news, AlertLanguage language)
    {
        var alert = news.Event;
        var body = new JsonObject
        {
            ["id"] = news.Id,
            ["event"] = EventOf(alert),
            ["state"] = news.IsOver ? "over" : "raised",
            ["subject"] = alert.Subject,
        };
        foreach (var fact in alert.Facts)
        {
            body[FactWords.NameOf(fact.Name)] = fact.IsNumber ? JsonNode.Parse(fact.Value) : fact.Value;
        }

        body["since"] = At(news.Since);
        body["until"] = news.OverAt is { } over ? At(over) : null;
        body["times"] = news.Count;
        body["text"] = AlertText.Of(news, language, static t => t);
        return body;
    }

    private static string EventOf(AlertEvent alert) => alert.Kind switch
    {
        AlertKind.Budget => alert.Level < 100 ? "budget_warning" : "budget_spent",
        AlertKind.Backend or AlertKind.Tag or AlertKind.Account or AlertKind.Credential or AlertKind.PriceOld or AlertKind.PriceMissing
            or AlertKind.ModelEnding or AlertKind.ModelGone or AlertKind.Ledger or AlertKind.Disk or AlertKind.Redis =>
            JsonNamingPolicy.SnakeCaseLower.ConvertName(alert.Kind.ToString()),
    };

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Alerts.Events;
using Gateway.Alerts.Texts;
using Gateway.Configuration;

namespace Gateway.Alerts.Targets;

/// <summary>Writes and signs messages for one kind of receiver, and recognises the word by which it says that it took one.</summary>
internal abstract class AlertForm
{
    private const int MostOfAWord = 200;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The most messages in a minute. A receiver refuses more than that; some then refuse everything for ten minutes.</summary>
    public virtual int MostPerMinute => 20;

    public static AlertForm Of(AlertTargetKind kind) => kind switch
    {
        AlertTargetKind.Feishu => new FeishuForm(),
        AlertTargetKind.DingTalk => new DingTalkForm(),
        AlertTargetKind.WeCom => new WeComForm(),
        AlertTargetKind.Slack => new SlackForm(),
        AlertTargetKind.Webhook => new WebhookForm(),
    };

    /// <summary>Writes as much of the news as fits into one message.</summary>
    /// <param name="news">The news; none for a test.</param>
    /// <param name="language">The language.</param>
    public virtual AlertMessage Write(IReadOnlyList<AlertNews> news, AlertLanguage language)
    {
        var (text, count) = news.Count == 0 ? (AlertText.TestOf(language), 0) : AlertText.Join(news, language, MostBytes, Plain);
        return new AlertMessage(text, count);
    }

    /// <summary>Makes the request, signed for this moment.</summary>
    public HttpRequestMessage RequestOf(Uri address, string? secret, AlertMessage message, DateTimeOffset now)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, Readable))
        {
            json.WriteStartObject();
            WriteBody(json, message, secret, now);
            json.WriteEndObject();
        }

        var bytes = body.WrittenSpan.ToArray();
        var request = new HttpRequestMessage(HttpMethod.Post, secret is null ? address : Sign(address, secret, now))
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        if (secret is not null && SignatureOf(bytes, secret) is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Judges an answer by the receiver's word. Its status alone is never enough.</summary>
    public AlertVerdict Judge(int status, string answer, TimeSpan? retryAfter)
    {
        var (isTaken, word) = WordOf(answer);
        var line = string.Concat(word.Select(static c => char.IsControl(c) ? ' ' : c)).Trim();
        line = line.Length > MostOfAWord ? line[..MostOfAWord] + "..." : line;
        var isGood = isTaken && status is >= 200 and < 300;
        return new AlertVerdict(isGood, status is >= 200 and < 300 ? line : $"{status} {line}".TrimEnd())
        {
            RetryAfter = isGood ? null : retryAfter ?? PauseOf(line),
        };
    }

    /// <summary>The most bytes of a text.</summary>
    protected abstract int MostBytes { get; }

    /// <summary>Writes the members of the body, with its signature where that stands there.</summary>
    protected abstract void WriteBody(Utf8JsonWriter json, AlertMessage message, string? secret, DateTimeOffset now);

    /// <returns>Whether the receiver says that it took the message, and its words.</returns>
    protected abstract (bool IsTaken, string Word) WordOf(string answer);

    /// <summary>Makes a receiver's marks harmless, in words of others: a backend's error must not call everybody in a group.</summary>
    protected virtual string Plain(string text) => text.Replace('<', '＜');

    /// <summary>The address with the signature in it, for receivers that sign there.</summary>
    protected virtual Uri Sign(Uri address, string secret, DateTimeOffset now) => address;

    /// <summary>The header with a signature of what is sent; null where there is none.</summary>
    protected virtual (string Name, string Value)? SignatureOf(byte[] body, string secret) => null;

    /// <summary>How long to leave it alone after a word that says so; null for any other.</summary>
    protected virtual TimeSpan? PauseOf(string word) => null;

    /// <summary>Writes a text where most bots want it: a kind, and an object named after it.</summary>
    protected static void WriteText(Utf8JsonWriter json, string kindName, string kind, string group, string name, string text)
    {
        json.WriteString(kindName, kind);
        json.WriteStartObject(group);
        json.WriteString(name, text);
        json.WriteEndObject();
    }

    /// <summary>Reads the number under a name by which bots answer: 0 means taken. Anything else, also no JSON, means refused.</summary>
    protected static (bool IsTaken, string Word) ByNumber(string answer, string number, string words)
    {
        try
        {
            var json = JsonElement.Parse(answer);
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(number, out var code))
            {
                var said = json.TryGetProperty(words, out var word) && word.ValueKind == JsonValueKind.String ? word.GetString()! : "";
                var isZero = code.ValueKind == JsonValueKind.Number && code.TryGetInt64(out var value) && value == 0;
                return (isZero, $"{number} {code.GetRawText()}: {said}");
            }
        }
        catch (JsonException)
        {
            // A page, perhaps: not this receiver's word.
        }

        return (false, $"no '{number}' in its answer: {answer}");
    }
}

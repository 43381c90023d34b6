using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Simulator.Requests;

/// <summary>A request of Ollama's own API, <c>/api/chat</c> or <c>/api/generate</c>.</summary>
internal sealed record OllamaCall
{
    public string? Model { get; init; }

    /// <summary>True unless the request says otherwise.</summary>
    public bool Stream { get; init; } = true;

    /// <summary>True when a prompt that is too long is cut instead of refused.</summary>
    public bool Truncates { get; init; } = true;

    /// <summary>The requested context; null leaves it to the model.</summary>
    public int? NumCtx { get; init; }

    /// <summary>How long the model stays loaded; null for the server's default.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>True to continue the prompt as it stands, or to fill the gap before a suffix.</summary>
    public bool IsOfBareText { get; init; }

    public bool HasSuffix { get; init; }

    /// <summary>The body as it came.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The same request as a chat; null when there is no prompt, and the model is only loaded or unloaded.</summary>
    public ChatRequest? Chat { get; init; }

    /// <returns>Null when the body is not a JSON object.</returns>
    public static async Task<OllamaCall?> ReadAsync(HttpContext http)
    {
        try
        {
            using var buffer = new MemoryStream();
            await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
            return JsonNode.Parse(buffer.ToArray()) is JsonObject body ? Read(body) with { Body = buffer.ToArray() } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static OllamaCall Read(JsonObject body)
    {
        var options = body["options"] as JsonObject;
        return new OllamaCall
        {
            // Older clients write "name".
            Model = Text(body["model"]) ?? Text(body["name"]),
            Stream = !IsFalse(body["stream"]),
            Truncates = !IsFalse(body["truncate"]),
            NumCtx = Number(options?["num_ctx"]),
            IsOfBareText = (body["raw"] is JsonValue raw && raw.TryGetValue<bool>(out var isRaw) && isRaw)
                || Text(body["suffix"]) is not null,
            HasSuffix = Text(body["suffix"]) is not null,
            KeepAlive = Duration(body["keep_alive"]),
            Chat = ChatOf(body, options),
        };
    }

    private static ChatRequest? ChatOf(JsonObject body, JsonObject? options)
    {
        JsonNode[] messages = body["messages"] is JsonArray { Count: > 0 } given ? [.. given.Select(m => m!.DeepClone())]
            : Text(body["prompt"]) is { } prompt ? [new JsonObject { ["role"] = "user", ["content"] = prompt + Text(body["suffix"]) }]
            : [];
        if (messages.Length == 0)
        {
            return null;
        }
        var chat = new JsonObject
        {
            ["model"] = body["model"]?.DeepClone(),
            ["messages"] = new JsonArray(messages),
            ["tools"] = body["tools"]?.DeepClone(),
            ["user"] = body["user"]?.DeepClone(),
            ["think"] = body["think"]?.DeepClone(),
            ["max_tokens"] = options?["num_predict"]?.DeepClone(),
        };
        return ChatRequestReader.Read(Encoding.UTF8.GetBytes(chat.ToJsonString()));
    }

    // A text such as 7m or 1h30m, or a number of seconds; a negative value means for ever.
    private static TimeSpan? Duration(JsonNode? node)
    {
        if (node is JsonValue value && value.TryGetValue<double>(out var seconds))
        {
            return seconds < 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);
        }
        if (Text(node) is not { Length: > 0 } text)
        {
            return null;
        }
        if (text[0] == '-')
        {
            return TimeSpan.MaxValue;
        }
        var (total, digits) = (TimeSpan.Zero, 0);
        foreach (var c in text)
        {
            digits = char.IsAsciiDigit(c) ? (digits * 10) + (c - '0') : digits;
            total += c switch
            {
                'h' => TimeSpan.FromHours(digits),
                'm' => TimeSpan.FromMinutes(digits),
                's' => TimeSpan.FromSeconds(digits),
                _ => TimeSpan.Zero,
            };
            digits = char.IsAsciiDigit(c) ? digits : 0;
        }
        return total;
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static bool IsFalse(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var told) && !told;
}

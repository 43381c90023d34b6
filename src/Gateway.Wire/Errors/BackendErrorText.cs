using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Wire.Usage;

namespace Gateway.Wire.Errors;

/// <summary>A backend's description of a failure, read from any shape in which it comes.</summary>
/// <param name="Message">Its words; never empty.</param>
/// <param name="Code">Its code as text, if it sent one.</param>
/// <param name="IsFound">True when the message was where errors have it; otherwise it is the whole text or a stand-in.</param>
internal sealed partial record BackendErrorText(string Message, string? Code, bool IsFound = false)
{
    private const int MaxDepth = 4;

    /// <summary>The class of the error in its own words, such as <c>not_supported_error</c>; null when it sent none.</summary>
    public string? Type { get; private init; }

    /// <summary>The status it names itself; null when it names none.</summary>
    public int? Status { get; private init; }

    /// <summary>The lengths given in JSON members of their own, which a prompt cannot fake.</summary>
    public TooLong Lengths { get; private init; }

    /// <summary>
    /// True when it gives an address at which somebody must sign in, as Ollama does. The address names the
    /// machine and its key, so it is not kept.
    /// </summary>
    public bool AsksToSignIn { get; private init; }

    /// <summary>
    /// Reads an error body: an object with <c>message</c> and perhaps <c>code</c> (a number or text), the same inside <c>error</c>,
    /// <c>error</c> or <c>detail</c> as text, a bare JSON string, plain text, or a proxy's HTML page.
    /// </summary>
    public static BackendErrorText Read(ReadOnlySpan<byte> body)
    {
        var found = default(Found);
        var isFound = TryRead(body, ref found);
        for (var depth = 0; depth < MaxDepth && ReadInner(ref found); depth++)
        {
        }

        return new BackendErrorText(Tidy(found.Message), found.Code, isFound)
        {
            Type = found.Type,
            Status = found.Status,
            Lengths = new TooLong(found.Context, found.Prompt),
            AsksToSignIn = found.AsksToSignIn,
        };
    }

    /// <summary>True when the message contains the words: some providers identify a failure only by its words.</summary>
    public bool Says(string words) => Message.Contains(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>The error status in a value, as a number or as text; null when there is none.</summary>
    internal static int? StatusOf(ref Utf8JsonReader json) =>
        json.TokenType is JsonTokenType.Number or JsonTokenType.String
        && Utf8Parser.TryParse(json.ValueSpan, out int status, out var length) && length == json.ValueSpan.Length
        && status is >= 400 and <= 599
            ? status
            : null;

    // Ollama passes on its runner's words as JSON in a string, and each proxy in a chain may put what it received into a string of its own.
    // Only when that is all of the text: anything else in it may come from the request.
    private static bool ReadInner(ref Found found)
    {
        var own = default(Found);
        if (found.Message is not (['{', ..] or ['"', '{', .., '}', '"'])
            || !TryRead(Encoding.UTF8.GetBytes(found.Message), ref own)
            || own.Message is null)
        {
            return false;
        }

        own.Code ??= found.Code;
        own.Status ??= found.Status;
        own.AsksToSignIn = found.AsksToSignIn;
        found = own;
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> body, ref Found found)
    {
        var isFound = false;
        try
        {
            ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
            body = body.StartsWith(mark) ? body[mark.Length..] : body;
            var json = new Utf8JsonReader(body);
            // Gemini's error is the only item of a list.
            if (json.Read() && (json.TokenType != JsonTokenType.StartArray || json.Read()))
            {
                ReadValue(ref json, ref found);
                isFound = found.Message is not null;
                // Throws when more follows: "404 page not found" begins with a number.
                _ = json.Read();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Text that is not valid UTF-8 or UTF-16 causes the latter.
            found.Message ??= PlainText(Encoding.UTF8.GetString(body));
        }

        return isFound;
    }

    private static void ReadValue(ref Utf8JsonReader json, ref Found found)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                found.Message ??= json.GetString() is { Length: > 0 } words ? words : null;
                break;
            case JsonTokenType.StartObject:
                ReadObject(ref json, ref found);
                break;
            case JsonTokenType.StartArray:
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    ReadValue(ref json, ref found);
                }

                break;
            default:
                json.Skip();
                break;
        }
    }

    private static void ReadObject(ref Utf8JsonReader json, ref Found found)
    {
        var (isFirst, place) = (found.Message is null, "");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("error"u8) || json.ValueTextEquals("message"u8) || json.ValueTextEquals("detail"u8)
                || json.ValueTextEquals("error_msg"u8) || json.ValueTextEquals("error_message"u8) || json.ValueTextEquals("msg"u8)
                || json.ValueTextEquals("errors"u8))
            {
                json.Read();
                ReadValue(ref json, ref found);
            }
            else if (json.ValueTextEquals("code"u8))
            {
                json.Read();
                found.Code = json.TokenType is JsonTokenType.String or JsonTokenType.Number
                    ? Encoding.UTF8.GetString(json.ValueSpan)
                    : found.Code;
                found.Status = StatusOf(ref json) ?? found.Status;
                json.Skip();
            }
            else if (json.ValueTextEquals("status"u8) || json.ValueTextEquals("status_code"u8))
            {
                json.Read();
                found.Status ??= StatusOf(ref json);
                json.Skip();
            }
            else if (json.ValueTextEquals("type"u8))
            {
                // The type of the envelope only says that it is an error.
                found.Type ??= ReadWord(ref json) is { } type and not "error" ? type : null;
            }
            else if (json.ValueTextEquals("n_ctx"u8))
            {
                found.Context = ReadCount(ref json) ?? found.Context;
            }
            else if (json.ValueTextEquals("n_prompt_tokens"u8))
            {
                found.Prompt = ReadCount(ref json) ?? found.Prompt;
            }
            else if (json.ValueTextEquals("choices"u8))
            {
                json.Read();
                ReadChoices(ref json, ref found);
            }
            else if (json.ValueTextEquals("loc"u8))
            {
                place = ReadPlace(ref json);
            }
            else
            {
                found.AsksToSignIn |= json.ValueTextEquals("signin_url"u8);
                json.Skip();
            }
        }

        if (isFirst && found.Message is not null && place.Length > 0)
        {
            found.Message = $"{place}: {found.Message}";
        }
    }

    // OpenRouter's error is in a choice. Nothing else there belongs to an error: it is the answer.
    private static void ReadChoices(ref Utf8JsonReader json, ref Found found)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isError = json.ValueTextEquals("error"u8);
                json.Read();
                if (isError)
                {
                    ReadValue(ref json, ref found);
                }
                else
                {
                    json.Skip();
                }
            }
        }
    }

    // FastAPI names the member of the request in a list of names and numbers next to the words: ["body", "messages", 0].
    private static string ReadPlace(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return "";
        }

        var names = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                names.Add(Encoding.UTF8.GetString(json.ValueSpan));
            }

            json.Skip();
        }

        return string.Join('.', names);
    }

    private static string? ReadWord(ref Utf8JsonReader json)
    {
        json.Read();
        var word = json.TokenType is JsonTokenType.String or JsonTokenType.Number ? Encoding.UTF8.GetString(json.ValueSpan) : null;
        json.Skip();
        return word;
    }

    private static int? ReadCount(ref Utf8JsonReader json)
    {
        json.Read();
        var isCount = json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var count) && count is > 0 and <= TokenUsage.MaxCount;
        int? read = isCount ? json.GetInt32() : null;
        json.Skip();
        return read;
    }

    private static string PlainText(string text) =>
        text.Contains("</", StringComparison.Ordinal) ? Tags().Replace(text, " ") : text;

    private static string Tidy(string? message)
    {
        message = Spaces().Replace(message ?? "", " ").Trim();
        return message.Length > 0 ? message : "The backend gave no reason.";
    }

    [GeneratedRegex("<(style|script)[^>]*>.*?</\\1>|<[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Tags();

    // Control characters too: the text ends up near headers and in logs.
    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Spaces();

    private struct Found
    {
        public string? Message;
        public string? Code;
        public string? Type;
        public int? Status;
        public int? Context;
        public int? Prompt;
        public bool AsksToSignIn;
    }
}

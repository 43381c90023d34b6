using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Errors;

/// <summary>
/// Tells errors from events of an answer by their members. Used for odd events only, since each call reads the text again.
/// </summary>
internal static class ErrorShape
{
    // Errors without an envelope: SiliconFlow, vLLM, SGLang, FastAPI, DeepSeek and other gateways.
    private static readonly byte[][] Words =
    [
        "message"u8.ToArray(), "detail"u8.ToArray(), "error_msg"u8.ToArray(), "error_message"u8.ToArray(), "msg"u8.ToArray(),
        "errors"u8.ToArray(),
    ];

    private static readonly byte[][] OfLostError =
    [
        "id"u8.ToArray(), "object"u8.ToArray(), "created"u8.ToArray(), "model"u8.ToArray(), "system_fingerprint"u8.ToArray(),
        "choices"u8.ToArray(),
    ];

    /// <summary>
    /// True when the value of an <c>error</c> member is an error: not null, false, 0 or empty, and not an object of such values. Go servers
    /// write such an object when there is no error.
    /// </summary>
    public static bool SaysSomething(ReadOnlySpan<byte> value)
    {
        var json = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        while (json.Read())
        {
            var says = json.TokenType switch
            {
                JsonTokenType.True => true,
                JsonTokenType.Number => !json.ValueSpan.SequenceEqual("0"u8),
                JsonTokenType.String => !json.ValueSpan.Trim(" \t\r\n"u8).IsEmpty,
                _ => false,
            };
            if (says)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a text is a list whose first item holds an error, as Gemini's are.</summary>
    public static bool IsListOfErrors(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray || !json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isError = json.ValueTextEquals("error"u8);
            json.Read();
            if (isError && json.TokenType is JsonTokenType.StartObject or JsonTokenType.String)
            {
                return true;
            }

            json.Skip();
        }

        return false;
    }

    /// <summary>True when an object with no part of an answer says that something failed.</summary>
    public static bool IsError(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isWords = Is(ref json, Words);
            var isKind = json.ValueTextEquals("object"u8) || json.ValueTextEquals("type"u8);
            var isCode = json.ValueTextEquals("code"u8) || json.ValueTextEquals("status"u8) || json.ValueTextEquals("status_code"u8);
            json.Read();
            if ((isWords && json.TokenType != JsonTokenType.Null)
                || (isKind && json.TokenType == JsonTokenType.String && json.ValueSpan.SequenceEqual("error"u8))
                || (isCode && BackendErrorText.StatusOf(ref json) is not null))
            {
                return true;
            }

            json.Skip();
        }

        return false;
    }

    /// <summary>
    /// True when a chunk without a model is what Ollama makes of an error whose text it lost: one choice with an empty delta, and nothing
    /// else. Azure's filter results have no model either.
    /// </summary>
    public static bool IsLostError(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        json.Read();
        var choices = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isOwn = Is(ref json, OfLostError);
            var isChoices = json.ValueTextEquals("choices"u8);
            json.Read();
            if (isChoices)
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    choices++;
                    if (!IsEmptyChoice(ref json))
                    {
                        return false;
                    }
                }
            }
            else if (!isOwn && json.TokenType != JsonTokenType.Null)
            {
                return false;
            }

            json.Skip();
        }

        return choices == 1;
    }

    // An index, and members that say nothing.
    private static bool IsEmptyChoice(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIndex = json.ValueTextEquals("index"u8);
            var isDelta = json.ValueTextEquals("delta"u8);
            json.Read();
            if (isDelta && json.TokenType == JsonTokenType.StartObject)
            {
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    var isRole = json.ValueTextEquals("role"u8);
                    json.Read();
                    if (!isRole && !SaysNothing(ref json))
                    {
                        return false;
                    }
                }
            }
            else if (!isIndex && !SaysNothing(ref json))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SaysNothing(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Null || (json.TokenType == JsonTokenType.String && json.ValueSpan.IsEmpty);

    private static bool Is(ref Utf8JsonReader json, byte[][] names)
    {
        foreach (var name in names)
        {
            if (json.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Mends;

/// <summary>
/// Finds the place in a chat request for the text its answer is continued from. Read only after an answer broke, so
/// that no other request pays for it.
/// </summary>
internal sealed class ContinuableRequest
{
    // Each asks for more than plain text, requires a form from the beginning, or is how a continuation itself is requested.
    private static readonly string[] Hindrances =
    [
        "logprobs", "functions", "audio", "suffix", "prefix", "echo", "continue_final_message", "add_generation_prompt",
        "grammar", "json_schema", "format", "structured_outputs", "guided_json", "guided_regex", "guided_choice", "guided_grammar",
    ];

    /// <summary>The position of the bracket that ends the messages.</summary>
    public int MessagesEnd { get; private set; }

    /// <param name="body">A body that was accepted.</param>
    /// <returns>Null when text alone cannot continue its answer.</returns>
    public static ContinuableRequest? Read(ReadOnlySpan<byte> body)
    {
        var request = new ContinuableRequest();
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!request.ReadMember(ref json))
            {
                return null;
            }
        }

        return request;
    }

    private bool ReadMember(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("messages"u8))
        {
            return ReadMessages(ref json);
        }

        if (json.ValueTextEquals("response_format"u8))
        {
            return IsText(ref json);
        }

        var hinders = IsHindrance(ref json);
        json.Read();
        var asksForNothing = json.TokenType is JsonTokenType.Null or JsonTokenType.False
            || (json.TokenType == JsonTokenType.String && json.ValueSpan.IsEmpty);
        json.Skip();
        return asksForNothing || !hinders;
    }

    private static bool IsHindrance(ref Utf8JsonReader json)
    {
        foreach (var name in Hindrances)
        {
            if (json.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    // A request that ends with an assistant message is already a continuation.
    private bool ReadMessages(ref Utf8JsonReader json)
    {
        var isAssistants = false;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            isAssistants = false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isRole = json.ValueTextEquals("role"u8);
                json.Read();
                isAssistants |= isRole && json.TokenType == JsonTokenType.String && json.ValueTextEquals("assistant"u8);
                json.Skip();
            }
        }

        MessagesEnd = (int)json.TokenStartIndex;
        return !isAssistants;
    }

    private static bool IsText(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return true;
        }

        var isText = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = json.ValueTextEquals("type"u8);
            json.Read();
            isText |= isType && json.TokenType == JsonTokenType.String && json.ValueTextEquals("text"u8);
            json.Skip();
        }

        return isText;
    }
}

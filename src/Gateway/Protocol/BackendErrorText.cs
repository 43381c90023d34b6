using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Protocol;

/// <summary>What a backend says of a failure, out of any shape it comes in.</summary>
/// <param name="Message">Its words; never empty.</param>
/// <param name="Code">Its code as text, if it gave one.</param>
/// <param name="IsFound">Whether the message stood where errors have theirs; else it is the text itself, or a stand-in.</param>
internal sealed partial record BackendErrorText(string Message, string? Code, bool IsFound = false)
{
    /// <summary>
    /// Reads an error body: an object with <c>message</c> and perhaps <c>code</c> (a number or text), the same inside
    /// <c>error</c>, <c>error</c> or <c>detail</c> as text, a bare JSON string, plain text, or a proxy's HTML page.
    /// </summary>
    public static BackendErrorText Read(ReadOnlySpan<byte> body)
    {
        string? message = null;
        string? code = null;
        var isFound = false;
        try
        {
            var json = new Utf8JsonReader(body);
            if (json.Read())
            {
                ReadValue(ref json, ref message, ref code);
                isFound = message is not null;
                // Throws where more follows: "404 page not found" begins with a number.
                _ = json.Read();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter comes of text that is not valid UTF-8 or UTF-16.
            message ??= PlainText(Encoding.UTF8.GetString(body));
        }

        return new BackendErrorText(Tidy(message), code, isFound);
    }

    /// <summary>Whether the message holds the words: all that some providers tell a failure's kind by.</summary>
    public bool Says(string words) => Message.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static void ReadValue(ref Utf8JsonReader json, ref string? message, ref string? code)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            message ??= json.GetString();
            return;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("error"u8) || json.ValueTextEquals("message"u8) || json.ValueTextEquals("detail"u8))
            {
                json.Read();
                ReadValue(ref json, ref message, ref code);
            }
            else if (json.ValueTextEquals("code"u8))
            {
                json.Read();
                code = json.TokenType is JsonTokenType.String or JsonTokenType.Number
                    ? Encoding.UTF8.GetString(json.ValueSpan)
                    : code;
                json.Skip();
            }
            else
            {
                json.Skip();
            }
        }
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

    // Control characters too: the text goes into headers' neighbours and logs.
    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Spaces();
}

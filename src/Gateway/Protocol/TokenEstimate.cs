using System.Text;

namespace Gateway.Protocol;

/// <summary>
/// How many tokens a prompt has, without a tokenizer and without decoding it. Right within some thirty percent for the families that
/// are common here, which is enough to tell a prompt that fits from one that is far too long; a bill is never made of it.
/// </summary>
internal static class TokenEstimate
{
    /// <summary>What a chat template puts around each message.</summary>
    public const long OfMessage = 4;

    /// <summary>An image of about a megapixel: 765 tokens at OpenAI, some 1,000 with Qwen's vision models.</summary>
    public const long OfImage = 800;

    /// <summary>A clip of some twenty seconds, at 25 tokens a second.</summary>
    public const long OfAudio = 500;

    // Latin text and code come to 3 to 5 bytes a token, Chinese to 0.5 to 0.8 tokens a character, by what the makers of common
    // tokenizers say (DeepSeek: 0.3 and 0.6 a character; OpenAI: 4 characters a token): 0.25 and 0.6, in whole twentieths, so that
    // pieces of a few bytes add up.
    private const long Twentieths = 20;
    private const long OfNarrowChar = 5;
    private const long OfWideChar = 12;

    private const int EscapeLength = 6;

    // In what is shorter there is no run that counts.
    private const int LeastPadded = 32;

    /// <param name="json">Text as it stands in JSON, without its quotes.</param>
    public static long OfText(ReadOnlySpan<byte> json) => TwentiethsOf(json) / Twentieths;

    /// <summary>The same in twentieths of a token, for text that comes in small pieces.</summary>
    /// <param name="json">Text as it stands in JSON, without its quotes.</param>
    public static long TwentiethsOf(ReadOnlySpan<byte> json)
    {
        // A character beyond ASCII comes as its bytes, of which one with three brings two more than characters, or as an escape.
        var extra = Ascii.IsValid(json) ? 0 : json.Length - Encoding.UTF8.GetCharCount(json);
        var wide = extra / 2;
        var escaped = json.Count("\\u"u8);
        var narrow = json.Length - extra - wide - escaped * EscapeLength;
        return Math.Max(0, narrow) * OfNarrowChar + (wide + escaped) * OfWideChar;
    }

    /// <summary>How much of the estimate runs of blanks and of lines drawn in characters take, of which tokenizers make a token each.</summary>
    /// <param name="json">Text as it stands in JSON, without its quotes.</param>
    public static long OfPadding(ReadOnlySpan<byte> json) =>
        json.Length < LeastPadded ? 0 : (json.Count("  "u8) + json.Count("--"u8) + json.Count("=="u8)) * 2 * OfNarrowChar / Twentieths;

    /// <summary>Whole tokens: what is there at all is at least one.</summary>
    public static long RoundUp(long twentieths) => (twentieths + Twentieths - 1) / Twentieths;

    /// <summary>An estimate as a count of <see cref="TokenUsage"/>.</summary>
    public static int Clamp(long tokens) => (int)Math.Clamp(tokens, 0, TokenUsage.MaxCount);
}

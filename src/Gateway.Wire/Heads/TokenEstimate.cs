using System.Text;
using Gateway.Wire.Usage;

namespace Gateway.Wire.Heads;

/// <summary>
/// Estimates the tokens of a prompt, without a tokenizer and without decoding it. Right within some thirty percent for the common model
/// families, which is enough to tell a prompt that fits from one that is far too long; bills are never based on it.
/// </summary>
internal static class TokenEstimate
{
    /// <summary>The tokens a chat template adds to each message.</summary>
    public const long OfMessage = 4;

    /// <summary>An image of about a megapixel: 765 tokens at OpenAI, some 1,000 with Qwen's vision models.</summary>
    public const long OfImage = 800;

    /// <summary>A clip of some twenty seconds, at 25 tokens a second.</summary>
    public const long OfAudio = 500;

    // Latin text and code have 3 to 5 bytes a token, Chinese 0.5 to 0.8 tokens a character, according to the makers of common
    // tokenizers (DeepSeek: 0.3 and 0.6 a character; OpenAI: 4 characters a token). The values used are 0.25 and 0.6, in whole
    // twentieths, so that pieces of a few bytes add up.
    private const long Twentieths = 20;
    private const long OfNarrowChar = 5;
    private const long OfWideChar = 12;

    private const int EscapeLength = 6;

    // A shorter text has no run that matters.
    private const int LeastPadded = 32;

    /// <param name="json">Text as written in JSON, without its quotes.</param>
    public static long OfText(ReadOnlySpan<byte> json) => TwentiethsOf(json) / Twentieths;

    /// <summary>Estimates tokens in twentieths, for text that arrives in small pieces.</summary>
    /// <param name="json">Text as written in JSON, without its quotes.</param>
    public static long TwentiethsOf(ReadOnlySpan<byte> json)
    {
        // A character beyond ASCII is either its bytes, where a three-byte one has two more bytes than characters, or an escape.
        var extra = Ascii.IsValid(json) ? 0 : json.Length - Encoding.UTF8.GetCharCount(json);
        var wide = extra / 2;
        var escaped = json.Count("\\u"u8);
        var narrow = json.Length - extra - wide - escaped * EscapeLength;
        return Math.Max(0, narrow) * OfNarrowChar + (wide + escaped) * OfWideChar;
    }

    /// <summary>
    /// Estimates the part that comes from runs of blanks and of characters that draw lines. Tokenizers turn such a run into one token.
    /// </summary>
    /// <param name="json">Text as written in JSON, without its quotes.</param>
    public static long OfPadding(ReadOnlySpan<byte> json) =>
        json.Length < LeastPadded ? 0 : (json.Count("  "u8) + json.Count("--"u8) + json.Count("=="u8)) * 2 * OfNarrowChar / Twentieths;

    /// <summary>Rounds up to whole tokens: any text is at least one.</summary>
    public static long RoundUp(long twentieths) => (twentieths + Twentieths - 1) / Twentieths;

    /// <summary>Turns an estimate into a count of <see cref="TokenUsage"/>.</summary>
    public static int Clamp(long tokens) => (int)Math.Clamp(tokens, 0, TokenUsage.MaxCount);
}

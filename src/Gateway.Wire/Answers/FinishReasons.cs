using System.Text;
using System.Text.Json;

namespace Gateway.Wire.Answers;

/// <summary>
/// Reads the words with which backends say why an answer ended, and writes the few that clients know. An unknown word makes some clients
/// throw, and makes one repeat the request endlessly. Case and separators differ between servers and are ignored.
/// </summary>
internal static class FinishReasons
{
    private const int MaxLength = 64;

    // Indexed by the number of the reason. The last ones are never written as they are.
    private static readonly byte[][] Written =
    [
        .. new[] { "stop", "stop", "length", "tool_calls", "function_call", "content_filter", "stop", "stop" }
            .Select(w => Encoding.UTF8.GetBytes($"\"{w}\"")),
    ];

    // Letters only. OpenAI's own, then those of Anthropic, Gemini, Cohere, Mistral, DeepSeek, Bedrock, Zhipu, vLLM, TGI.
    private static readonly (byte[] Word, FinishReason Meaning)[] Words = Table(
    [
        (FinishReason.Stop, "stop eos eostoken eot eoseq endturn endofturn endoftext end stopsequence stoptoken"),
        (FinishReason.Stop, "complete completed done finished pauseturn"),
        (FinishReason.Length, "length maxtokens maxoutputtokens modellength modelcontextwindowexceeded repetition errorlimit"),
        (FinishReason.Length, "truncated incomplete"),
        (FinishReason.ToolCalls, "toolcalls toolcall tooluse"),
        (FinishReason.FunctionCall, "functioncall functioncalls"),
        (FinishReason.ContentFilter, "contentfilter contentfiltered sensitive safety refusal recitation blocklist blocked"),
        (FinishReason.ContentFilter, "prohibitedcontent spii language errortoxic moderation guardrailintervened"),
        (FinishReason.ContentFilter, "imagesafety imageprohibitedcontent imagerecitation modelarmor"),
        (FinishReason.Failure, "error abort networkerror insufficientsystemresource"),
        (FinishReason.Failure, "malformedfunctioncall unexpectedtoolcall toomanytoolcalls"),
        (FinishReason.Failure, "usercancel interrupted preempted terminated disconnected exception"),
        (FinishReason.None, "null none"),
    ]);

    // A word missing from the table still shows its meaning if it contains one of these. A rate limit is not a length limit.
    private static readonly (byte[] Word, FinishReason Meaning)[] Parts = Table(
    [
        (FinishReason.Failure, "ratelimit error fail timeout timedout abort cancel unavailable resource"),
        (FinishReason.ContentFilter, "filter safety toxic prohibited"),
        (FinishReason.Length, "length maxtokens maxnewtokens maxcompletiontokens tokenlimit contextwindow limitreached"),
    ]);

    /// <summary>Reads the value at the reader's position. Anything but a word is not a reason.</summary>
    public static FinishReason Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return FinishReason.None;
        }

        if (!json.ValueIsEscaped || json.ValueSpan.Length > MaxLength)
        {
            return Read(json.ValueSpan);
        }

        Span<byte> word = stackalloc byte[MaxLength];
        return Read(word[..json.CopyString(word)]);
    }

    public static FinishReason Read(ReadOnlySpan<byte> word)
    {
        Span<byte> letters = stackalloc byte[MaxLength];
        var length = 0;
        foreach (var b in word[..Math.Min(word.Length, MaxLength)])
        {
            if (b is not ((byte)'_' or (byte)'-' or (byte)' ' or (byte)'.'))
            {
                letters[length++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
            }
        }

        return length == 0 ? FinishReason.None : Find(letters[..length]);
    }

    /// <summary>True when the reason admits that the answer was cut, so that half a tool call is no surprise.</summary>
    public static bool AdmitsCut(FinishReason reason) => reason is FinishReason.Length or FinishReason.ContentFilter;

    /// <summary>The written form of a reason, with quotes.</summary>
    public static byte[] Quoted(FinishReason reason) => Written[(int)reason];

    private static FinishReason Find(ReadOnlySpan<byte> letters)
    {
        foreach (var (word, meaning) in Words)
        {
            if (letters.SequenceEqual(word))
            {
                return meaning;
            }
        }

        foreach (var (part, meaning) in Parts)
        {
            if (letters.IndexOf(part) >= 0)
            {
                return meaning;
            }
        }

        return FinishReason.Unknown;
    }

    private static (byte[] Word, FinishReason Meaning)[] Table((FinishReason Meaning, string Words)[] rows) =>
        [.. rows.SelectMany(row => row.Words.Split(' ').Select(word => (Encoding.UTF8.GetBytes(word), row.Meaning)))];
}

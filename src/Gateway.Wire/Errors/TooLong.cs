using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Wire.Usage;

namespace Gateway.Wire.Errors;

/// <summary>The length of a refused prompt and the allowed length, in tokens, as reported by its backend.</summary>
/// <param name="Context">The model's context length; null when not reported.</param>
/// <param name="Prompt">The prompt's length; null when not reported.</param>
internal readonly partial record struct TooLong(int? Context, int? Prompt)
{
    /// <summary>Reads the lengths from a message, for servers that have no members for them.</summary>
    public static TooLong InWords(string message) => new(CountIn(Contexts(), message), CountIn(Prompts(), message));

    private static int? CountIn(Regex words, string message) =>
        words.Match(message) is { Success: true } match
        && int.TryParse(match.Groups["count"].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var count)
        && count is > 0 and <= TokenUsage.MaxCount
            ? count
            : null;

    // llama.cpp and everyone who quotes it; vLLM, OpenAI and DeepSeek; LM Studio.
    [GeneratedRegex(
        @"(?:context size \(|maximum (?:context|model) length (?:is |of )|context length of only |""?n_ctx""?\W{1,4})"
        + "(?<count>[0-9][0-9,]{0,11})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Contexts();

    [GeneratedRegex(
        @"(?:request \((?<count>[0-9][0-9,]{0,11}) tokens\)|""?n_prompt_tokens""?\W{1,4}(?<count>[0-9][0-9,]{0,11})"
        + @"|\((?<count>[0-9][0-9,]{0,11}) in the messages"
        + @"|messages resulted in (?<count>[0-9][0-9,]{0,11}) tokens"
        + @"|(?:prompt contains|has|least) (?<count>[0-9][0-9,]{0,11}) (?:input |characters)?tokens"
        + @"|keep the first (?<count>[0-9][0-9,]{0,11}) tokens)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Prompts();
}

using System.Text.RegularExpressions;

namespace Gateway.Routing.Models;

// Recognizes smaller models trained on the answers of a larger one, and their base models. DeepSeek's own R1 has 671B parameters:
// everything smaller under that name is a distill, which Ollama's short tags hide.
internal static partial class DistilledModels
{
    private const decimal SmallestFullR1 = 600;

    public static (bool? IsDistilled, string? Base) Read(string text, Prefixes prefixes, decimal? size)
    {
        if (R1().IsMatch(text))
        {
            var isDistilled = IsDistilledR1(text, prefixes, size);
            return (isDistilled, isDistilled switch { true => BaseOfR1(text, size), false => "DeepSeek-V3-Base", null => null });
        }

        return (Distilled().IsMatch(text), null);
    }

    // Adds the word an R1's name left out, so that one row of the curated table finds all full ones.
    public static string Spelled(string text, bool? isDistilled) =>
        isDistilled is { } known && R1().IsMatch(text) ? text + (known ? "-distill" : "-full") : text;

    private static bool? IsDistilledR1(string text, Prefixes prefixes, decimal? size) => text switch
    {
        _ when Distilled().IsMatch(text) => true,
        _ when size is not null => size < SmallestFullR1,
        _ when OtherBase().IsMatch(text) => true,

        // Ollama's default tag was the 7B and then the 8B. Both are distills; the name does not tell which.
        _ when prefixes.OllamaTag is { } tag && tag.Equals("latest", StringComparison.OrdinalIgnoreCase) => true,

        // To Ollama the bare name means a distill, to everybody else the full model.
        _ when text == "deepseek-r1" && IsOllama(prefixes.Organisation) => null,
        _ => false,
    };

    private static bool IsOllama(string? organisation) => organisation?.ToLowerInvariant() is null or "library" or "ollama";

    private static string? BaseOfR1(string text, decimal? size)
    {
        var isLlama = text.Contains("llama", StringComparison.Ordinal);
        var isQwen = text.Contains("qwen", StringComparison.Ordinal);
        return size switch
        {
            1.5m => "Qwen2.5-Math-1.5B",
            7m => "Qwen2.5-Math-7B",

            // The 8B of January 2025 is a Llama and says so; the 8B of May 2025 is a Qwen3 and has held the short tag since.
            8m => isLlama ? "Llama-3.1-8B" : "Qwen3-8B-Base",
            14m => "Qwen2.5-14B",
            32m => "Qwen2.5-32B",
            70m when !isQwen => "Llama-3.3-70B-Instruct",
            _ => null,
        };
    }

    [GeneratedRegex(@"^(?:[a-z]+-)?(?:deepseek-)r1(?![a-z0-9.])|^r1-1776", RegexOptions.CultureInvariant)]
    private static partial Regex R1();

    // The names after `distil` do not say so, but their makers state that they were tuned on the answers of R1, QwQ and the like.
    [GeneratedRegex(
        """
        (?<![a-z])distil|(?<![a-z])(?:deepscaler|deepcoder|openthinker[0-9]*|open-?r1|open(?:code|math)?reasoning|openmath-nemotron
        |acereason|stratos|sky-t1|tiny-?r1|light-r1|fin-r1|dolphin3\.0-r1|or1|olympiccoder|supernova|minitron)(?![a-z])
        |^s1(?:\.[0-9])?-[0-9]
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Distilled();

    [GeneratedRegex(@"qwen|llama", RegexOptions.CultureInvariant)]
    private static partial Regex OtherBase();
}

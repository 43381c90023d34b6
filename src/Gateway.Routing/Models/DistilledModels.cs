using System.Text.RegularExpressions;

namespace Gateway.Routing.Models;

// Which models are smaller ones trained on the answers of a larger, and what they were before. DeepSeek's own model
// has 671B parameters: everything smaller under the name R1 is a distill, which is what Ollama's short tags hide.
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

    // An R1 with the word that its name left out, so that one row of the curated table finds all full ones.
    public static string Spelled(string text, bool? isDistilled) =>
        isDistilled is { } known && R1().IsMatch(text) ? text + (known ? "-distill" : "-full") : text;

    private static bool? IsDistilledR1(string text, Prefixes prefixes, decimal? size) => text switch
    {
        _ when Distilled().IsMatch(text) => true,
        _ when size is not null => size < SmallestFullR1,
        _ when OtherBase().IsMatch(text) => true,

        // Ollama's default tag has been the 7B and then the 8B, both distills; which of them, the name does not tell.
        _ when prefixes.OllamaTag is { } tag && tag.Equals("latest", StringComparison.OrdinalIgnoreCase) => true,

        // Ollama means a distill by the bare name, everybody else the full model.
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

            // The 8B of January 2025 is a Llama and says so; the one of May 2025 is a Qwen3 and holds the short tag since.
            8m => isLlama ? "Llama-3.1-8B" : "Qwen3-8B-Base",
            14m => "Qwen2.5-14B",
            32m => "Qwen2.5-32B",
            70m when !isQwen => "Llama-3.3-70B-Instruct",
            _ => null,
        };
    }

    [GeneratedRegex(@"^(?:[a-z]+-)?(?:deepseek-)r1(?![a-z0-9.])|^r1-1776", RegexOptions.CultureInvariant)]
    private static partial Regex R1();

    // Those behind `distil` do not say so: their makers tell that they were tuned on the answers of R1, QwQ and their like.
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

using System.Text.RegularExpressions;

namespace Gateway.Routing.Models;

// The word for the bits per weight, in one spelling: Q4_K_M, IQ2_XXS, FP8, GPTQ-INT4, AWQ, 4bit.
internal static partial class QuantizationWord
{
    public static string? Read(string text)
    {
        if (Gguf().Match(text) is { Success: true } gguf)
        {
            return gguf.Value.Replace('-', '_').ToUpperInvariant();
        }

        if (Other().Match(text) is { Success: true } other)
        {
            return other.Value.EndsWith("bit", StringComparison.Ordinal)
                ? other.Value.Replace("-", "", StringComparison.Ordinal)
                : other.Value.ToUpperInvariant();
        }

        // Google publishes the quantization-aware weights of Gemma as Q4_0, and OpenAI publishes gpt-oss only as MXFP4.
        return text switch
        {
            _ when Qat().IsMatch(text) => "Q4_0",
            _ when text.StartsWith("gpt-oss", StringComparison.Ordinal) => "MXFP4",
            _ => null,
        };
    }

    public static bool IsQuantization(string word) => Gguf().IsMatch(word) || Other().IsMatch(word);

    [GeneratedRegex(
        @"(?<![a-z0-9])(?:i?q[1-8](?:-(?:k(?:-(?:xxs|xs|s|m|l|xl))?|xxs|xs|s|m|l|xl|nl|[01](?:-[48]-[48])?))?|tq[12]-0)(?![a-z0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Gguf();

    [GeneratedRegex(
        @"(?<![a-z0-9])(?:gptq(?:-int[48])?|awq|nvfp4|mxfp[48]|bf16|fp16|f16|fp32|f32|fp8|fp4|nf4"
        + @"|w4a16|w8a16|w8a8|w4a8|int[48]|[2-8]-?bit)(?![a-z0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Other();

    [GeneratedRegex(@"-qat(?![a-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Qat();
}

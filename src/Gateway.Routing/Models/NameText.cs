using System.Text.RegularExpressions;

namespace Gateway.Routing.Models;

// The one spelling that every rule reads: lower case, words joined by `-`, the Ollama tag after the name.
internal static partial class NameText
{
    public static string Of(string baseName, string? tag)
    {
        var name = WithoutFileEnd(WithoutMaker(baseName));
        var text = tag is null ? name : name + "-" + tag;
        if (text.Any(char.IsAsciiDigit))
        {
            text = DecimalPoint().Replace(text, ".");
        }

        return string.Create(text.Length, text, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = text[i] is '_' or ' ' or ':' or '@' or '+' or '(' or ')' ? '-' : char.ToLowerInvariant(text[i]);
            }
        });
    }

    // The spelling matched against the curated table: without the word that LM Studio puts before every embedding model.
    public static string OfModel(string baseName, string? tag)
    {
        var text = Of(baseName, tag);
        return Prepended().Match(text) is { Success: true } match ? text[match.Length..] : text;
    }

    // Repackagers write `mistralai_Mistral-Small`, Bedrock `us.meta.llama3`: the maker is not part of the model's name.
    private static string WithoutMaker(string baseName) =>
        Maker().Match(baseName) is { Success: true } match ? baseName[match.Length..] : baseName;

    // llama.cpp names a model by its file.
    private static string WithoutFileEnd(string name) =>
        FileEnd().Match(name) is { Success: true } match ? name[..match.Index] : name;

    [GeneratedRegex(@"(?:-[0-9]{5}-of-[0-9]{5})?\.(?:gguf|ggml|bin|safetensors)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FileEnd();

    [GeneratedRegex(
        """
        ^(?:(?:us|eu|apac|global)\.)?(?:(?:mistralai|google|qwen|nvidia|deepseek-ai|meta-llama|microsoft|openai|zai-org|thudm
        |moonshotai|ibm-granite|cohereforai|coherelabs|tencent|baidu|allenai|nousresearch|agentica-org|open-thoughts|huggingfacetb
        |bytedance-seed|tiiuae|lgai-exaone)_|(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|google|nvidia|moonshot
        |minimax|zai)\.)(?=[a-z])
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Maker();

    // `InternVL3_5` and Fireworks' `v3p1`; not the `_` of Q4_0, nor one before a size (`Qwen3_8B`, but `-1_6B`).
    [GeneratedRegex(
        @"(?<=[a-pr-z-][0-9])[_p](?=[0-9](?![a-z0-9.]))|(?<=-[0-9])_(?=[0-9]b(?![a-z0-9]))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DecimalPoint();

    [GeneratedRegex(@"^text-embedding-(?=[a-z]{2,}[a-z0-9.]*-)(?!ada-)", RegexOptions.CultureInvariant)]
    private static partial Regex Prepended();
}

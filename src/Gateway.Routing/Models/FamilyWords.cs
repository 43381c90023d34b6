using System.Text.RegularExpressions;

namespace Gateway.Routing.Models;

// A model's family is the front of its name, up to the first word that only tells the members apart. Its version is the first number in the
// family, followed by the release stamp (`0528`, `2507`).
internal static partial class FamilyWords
{
    private static readonly string[] Members =
    [
        "instruct", "chat", "it", "base", "thinking", "preview", "distill", "gguf", "mlx", "exp", "terminus", "hf", "latest", "cloud",
        "air", "flash", "pro", "large", "small", "medium", "tiny", "uncensored", "abliterated", "dpo", "sft", "qat", "schnell", "dev",
        "kontext",
    ];

    public static (string? Family, string? Version) Read(string baseName, string? tag)
    {
        var words = NameText.Of(baseName, null).Split('-', StringSplitOptions.RemoveEmptyEntries);
        var start = words is ["meta", "llama", ..] ? 1 : 0;
        var end = start;
        while (end < words.Length && (end == start || !IsMember(words[end])))
        {
            end++;
        }

        if (end == start)
        {
            return (null, null);
        }

        // One spelling for `gemma-3` and `gemma3`, for `qwen2.5-vl` and `qwen2.5vl`.
        var family = WordAndNumber().Replace(string.Join('-', words[start..end]), "$1$2");
        family = NumberAndVl().Replace(family, "$1-vl");
        var number = Number().Match(family);
        if (!number.Success)
        {
            number = Number().Match(
                string.Join('-', words[end..].Concat(NameText.Of(tag ?? "", null).Split('-')).Where(w => VersionWord().IsMatch(w))));
        }

        var stamp = Array.Find(words, w => Stamp().IsMatch(w));
        return (family, (number.Success ? number.Value : null, stamp) switch
        {
            (null, _) => stamp,
            (var version, null) => version,
            (var version, _) => version + "-" + stamp,
        });
    }

    private static bool IsMember(string word) =>
        SizeWords.IsSize(word)
            || QuantizationWord.IsQuantization(word)
            || Stamp().IsMatch(word)
            || VersionWord().IsMatch(word)
            || Members.Contains(word);

    [GeneratedRegex(@"([a-z])-([0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex WordAndNumber();

    [GeneratedRegex(@"([0-9])vl(?![a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex NumberAndVl();

    [GeneratedRegex(@"(?<=[a-z.])[0-9]+(?:\.[0-9]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^[0-9]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();

    // A bare `v1.5` marks a member. DeepSeek's V2 and V3 are families of their own; the curated table says so.
    [GeneratedRegex(@"^v[0-9]+(?:\.[0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionWord();
}

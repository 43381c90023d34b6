namespace Gateway.Backends.Providers;

/// <summary>Reads what llama.cpp says of a file of weights: <c>Q4_K - Medium</c>, <c>all F32</c>, <c>IQ4_XS - 4.25 bpw</c>.</summary>
internal static class GgufWords
{
    private static readonly string[] Before = ["(guessed)", "all", "mostly"];

    /// <returns>The quantization in the spelling that file names use, such as <c>Q4_K_M</c>; null when nothing tells.</returns>
    public static string? Quantization(string? type)
    {
        var words = type?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile(w => Before.Contains(w, StringComparer.OrdinalIgnoreCase))
            .ToList();
        return words is not [{ } word, ..] ? null
            : !char.IsAsciiLetter(word[0]) || word.StartsWith("unknown", StringComparison.OrdinalIgnoreCase) ? null
            : words is [_, "-", var size, ..] && size is "Small" or "Medium" or "Large" ? $"{word}_{size[0]}"
            : word;
    }
}

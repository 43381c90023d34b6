namespace Gateway.Providers.LlamaCpp;

/// <summary>Reads llama.cpp's description of a weights file: <c>Q4_K - Medium</c>, <c>all F32</c>, <c>IQ4_XS - 4.25 bpw</c>.</summary>
internal static class GgufWords
{
    private static readonly string[] Before = ["(guessed)", "all", "mostly"];

    /// <returns>The quantization as written in file names, such as <c>Q4_K_M</c>; null when unknown.</returns>
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

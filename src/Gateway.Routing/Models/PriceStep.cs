namespace Gateway.Routing.Models;

/// <summary>The prices that apply from a given prompt length on, each per million tokens.</summary>
/// <param name="FromPromptTokens">The prompt length from which it applies, in tokens; 0 for the first step.</param>
/// <param name="Input">The price of the prompt.</param>
/// <param name="Output">The price of the answer.</param>
/// <param name="Cached">
/// The price of prompt tokens read from the provider's cache; <see langword="null"/> for the same price as <paramref name="Input"/>.
/// </param>
/// <param name="CacheWrite">
/// The price of prompt tokens written into the provider's cache; <see langword="null"/> for the same price as <paramref name="Input"/>.
/// </param>
/// <param name="Reasoning">
/// The price of the part of the answer that is reasoning; <see langword="null"/> for the same price as <paramref name="Output"/>.
/// </param>
public readonly record struct PriceStep(
    int FromPromptTokens, decimal Input, decimal Output, decimal? Cached = null, decimal? CacheWrite = null, decimal? Reasoning = null)
{
    /// <summary>True when nothing costs anything.</summary>
    public bool IsFree => this is { Input: 0, Output: 0, Cached: null or 0, CacheWrite: null or 0, Reasoning: null or 0 };

    /// <summary>The most that a prompt token may cost, whether the provider's cache holds it or not.</summary>
    public decimal DearestInput => Math.Max(Input, Math.Max(Cached ?? 0, CacheWrite ?? 0));

    /// <summary>The most that a token of the answer may cost.</summary>
    public decimal DearestOutput => Math.Max(Output, Reasoning ?? 0);
}

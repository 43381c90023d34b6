namespace Gateway.Routing.Models;

/// <summary>The prices that apply from a given prompt length on, each per million tokens.</summary>
/// <param name="FromPromptTokens">The prompt length from which it applies, in tokens; 0 for the first step.</param>
/// <param name="Input">The price of the prompt.</param>
/// <param name="Output">The price of the answer, reasoning included.</param>
/// <param name="Cached">
/// The price of prompt tokens read from the provider's cache; <see langword="null"/> for the same price as <paramref name="Input"/>.
/// </param>
public readonly record struct PriceStep(int FromPromptTokens, decimal Input, decimal Output, decimal? Cached = null);

namespace Gateway.Routing.Models;

/// <summary>What tokens cost from some length of the prompt on; each figure for a million tokens.</summary>
/// <param name="FromPromptTokens">The prompt length from which it holds, in tokens; 0 for the first step.</param>
/// <param name="Input">The price of the prompt.</param>
/// <param name="Output">The price of the answer, reasoning included.</param>
/// <param name="Cached">The price of prompt tokens read from the provider's cache; <see langword="null"/>: as <paramref name="Input"/>.</param>
public readonly record struct PriceStep(int FromPromptTokens, decimal Input, decimal Output, decimal? Cached = null);

using Gateway.Routing.Models;

namespace Gateway.Routing.Selection;

/// <summary>What one chat request needs.</summary>
/// <param name="Demand">What its body shows it to need.</param>
/// <param name="PromptTokens">Its prompt, in tokens, as estimated.</param>
/// <param name="OutputTokens">The answer expected, in tokens, by which prices are compared.</param>
public readonly record struct Needs(Demand Demand, long PromptTokens = 0, long OutputTokens = ModelSpeed.TypicalAnswer)
{
    /// <summary>The part of its prompt that no shorter conversation saves: the system text, the tools and the last message.</summary>
    public long FixedTokens { get; init; }

    /// <summary>The part of its prompt that defines tools.</summary>
    public long ToolTokens { get; init; }
}

using Gateway.Routing.Models;

namespace Gateway.Routing.Selection;

/// <summary>What one chat request needs.</summary>
/// <param name="Demand">What its body shows it to need.</param>
/// <param name="PromptTokens">Its prompt, in tokens, as estimated.</param>
/// <param name="OutputTokens">The answer expected, in tokens, by which prices are compared.</param>
public readonly record struct Needs(Demand Demand, long PromptTokens = 0, long OutputTokens = ModelSpeed.TypicalAnswer)
{
    /// <summary>Those of its prompt that remain however short its conversation is made: the system text, the tools and the last message.</summary>
    public long FixedTokens { get; init; }

    /// <summary>Those of its prompt that are definitions of tools.</summary>
    public long ToolTokens { get; init; }
}

using Gateway.Routing.Models;

namespace Gateway.Routing.Selection;

/// <summary>What one request needs.</summary>
/// <param name="Demand">What its body shows it to need.</param>
/// <param name="PromptTokens">Its prompt, in tokens, as estimated.</param>
/// <param name="OutputTokens">The answer expected, in tokens, by which prices are compared.</param>
public readonly record struct Needs(Demand Demand, long PromptTokens = 0, long OutputTokens = ModelSpeed.TypicalAnswer)
{
    private readonly Purpose? _purpose;

    /// <summary>What the model is wanted for; a chat, unless something else is said.</summary>
    public Purpose Purpose
    {
        get => _purpose ?? Purpose.Chat;
        init => _purpose = value;
    }

    /// <summary>The part of its prompt that no shorter conversation saves: the system text, the tools and the last message.</summary>
    public long FixedTokens { get; init; }

    /// <summary>The part of its prompt that defines tools.</summary>
    public long ToolTokens { get; init; }

    /// <summary>The part of its prompt that stands for images, video and audio.</summary>
    public long MediaTokens { get; init; }

    /// <summary>The longest answer that it asks for, in tokens; 0 where it names none.</summary>
    public long AnswerRoom { get; init; }

    /// <summary>How long its prompt is for models whose backends counted it; <see langword="null"/> where none did.</summary>
    public PromptCounts? Counts { get; init; }

    /// <summary>How many tools it offers.</summary>
    public int ToolCount { get; init; }

    /// <summary>
    /// Whether it is answered without its tools where a model has none or has no room for them: a chat page offers them with every
    /// message, and its user waits for an answer rather than for a tool.
    /// </summary>
    public bool ToolsAreOptional { get; init; }

    // The number stays, for who asks what was left out.
    internal Needs WithoutTools => this with
    {
        Demand = Demand & ~Demand.Tools,
        PromptTokens = PromptTokens - ToolTokens,
        FixedTokens = FixedTokens - ToolTokens,
        ToolTokens = 0,
        // They were counted with the tools.
        Counts = null,
        ToolsAreOptional = false,
    };
}

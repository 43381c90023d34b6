using Gateway.Routing.Candidates;
using Gateway.Routing.Models;

namespace Gateway.Routing.Routes;

/// <summary>The needs of one request.</summary>
/// <param name="Demand">The demands its body shows.</param>
/// <param name="PromptTokens">The estimated length of its prompt, in tokens.</param>
/// <param name="OutputTokens">The expected length of the answer, in tokens; used to compare prices.</param>
public readonly record struct Needs(Demand Demand, long PromptTokens = 0, long OutputTokens = ModelSpeed.TypicalAnswer)
{
    private readonly Purpose? _purpose;

    /// <summary>The purpose the model is wanted for; chat by default.</summary>
    public Purpose Purpose
    {
        get => _purpose ?? Purpose.Chat;
        init => _purpose = value;
    }

    /// <summary>When the request was received, which decides its price.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>
    /// The part of the prompt that a shorter conversation would not save: the system text, the tools and the last message.
    /// </summary>
    public long FixedTokens { get; init; }

    /// <summary>The part of the prompt that defines tools.</summary>
    public long ToolTokens { get; init; }

    /// <summary>The part of the prompt that stands for images, video and audio.</summary>
    public long MediaTokens { get; init; }

    /// <summary>The longest answer it asks for, in tokens; 0 when it names none.</summary>
    public long AnswerRoom { get; init; }

    /// <summary>The prompt's length for models whose backends counted it; <see langword="null"/> when none did.</summary>
    public PromptCounts? Counts { get; init; }

    /// <summary>The number of tools it offers.</summary>
    public int ToolCount { get; init; }

    /// <summary>
    /// True when it may be answered without its tools by a model that has none or has no room for them. A chat page offers tools with every
    /// message, and its user waits for an answer, not for a tool.
    /// </summary>
    public bool ToolsAreOptional { get; init; }

    // The number stays, to tell what was left out.
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

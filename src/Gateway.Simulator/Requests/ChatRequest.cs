using System.Text.Json;

namespace Gateway.Simulator.Requests;

/// <summary>What the simulator reads from a chat request.</summary>
internal sealed record ChatRequest
{
    public string? Model { get; init; }

    /// <summary>For whom it is, as the client says.</summary>
    public string? User { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public RequestForm Form { get; init; }

    /// <summary>Its prompt is an array.</summary>
    public bool HasListOfPrompts { get; init; }

    /// <summary>It has several prompts.</summary>
    public bool HasManyPrompts { get; init; }

    public int? MaxTokens { get; init; }

    public int? MaxCompletionTokens { get; init; }

    /// <summary>How many likely tokens it wants told for each one; null: it does not ask for how likely they are.</summary>
    public int? TopLogprobs { get; init; }

    /// <summary>It wants to know how long each token took.</summary>
    public bool WantsTimings { get; init; }

    /// <summary>It wants to know how far the prompt is read.</summary>
    public bool WantsProgress { get; init; }

    /// <summary><c>n</c>: how many choices it wants.</summary>
    public int Choices { get; init; } = 1;

    public bool HasMessages { get; init; }

    /// <summary>It has a list of them, though nothing may be in it.</summary>
    public bool SaysMessages { get; init; }

    /// <summary>A picture is given by address, which not every provider fetches.</summary>
    public bool HasRemoteImage { get; init; }

    /// <summary>What the messages weigh, in their order.</summary>
    public IReadOnlyList<PromptPart> Parts { get; init; } = [];

    /// <summary>The characters of the list of tools, which a template writes into the prompt.</summary>
    public int ToolCharacters { get; init; }

    public string LastUserText { get; init; } = "";

    /// <summary>The text of the last message where that is the assistant's, for providers that go on with it; null otherwise.</summary>
    public string? LastAssistantText { get; init; }

    /// <summary>The last message is a tool's result.</summary>
    public bool EndsWithToolResult { get; init; }

    /// <summary>That message says <c>prefix: true</c>.</summary>
    public bool SaysPrefix { get; init; }

    public bool ContinuesFinalMessage { get; init; }

    /// <summary>Unless it says otherwise.</summary>
    public bool AddsGenerationPrompt { get; init; } = true;

    /// <summary>The body's own member <c>prefix</c>, without a <c>suffix</c> beside it.</summary>
    public string? Prefix { get; init; }

    /// <summary>What some providers refuse of it.</summary>
    public RequestQuirks Quirks { get; init; }

    /// <summary>The names of the body's members.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>It came to a beta address.</summary>
    public bool IsBeta { get; init; }

    public ChatNeeds Needs { get; init; } = new();

    /// <summary>Members of a script that hold for this request only.</summary>
    public JsonElement? Simulate { get; init; }

    /// <summary>The tokens of the whole prompt, before anything is cut.</summary>
    public int PromptTokens(double perCharacter) => Tokens(Parts.Sum(static part => (long)part.Characters), perCharacter);

    /// <summary>The tokens of so many characters and the tools.</summary>
    public int Tokens(long characters, double perCharacter) => (int)Math.Ceiling((characters + ToolCharacters) * perCharacter);
}

using System.Text.Json;

namespace Gateway.Simulator.Requests;

/// <summary>The parts of a chat request that the simulator reads.</summary>
internal sealed record ChatRequest
{
    public string? Model { get; init; }

    /// <summary>The user, as the client names it.</summary>
    public string? User { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public RequestForm Form { get; init; }

    /// <summary>True when its prompt is an array.</summary>
    public bool HasListOfPrompts { get; init; }

    /// <summary>True when it has several prompts.</summary>
    public bool HasManyPrompts { get; init; }

    public int? MaxTokens { get; init; }

    public int? MaxCompletionTokens { get; init; }

    /// <summary>The number of likely tokens to report for each token; null when it asks for no log probabilities.</summary>
    public int? TopLogprobs { get; init; }

    /// <summary>True when it asks how long each token took.</summary>
    public bool WantsTimings { get; init; }

    /// <summary>True when it asks how far the prompt is read.</summary>
    public bool WantsProgress { get; init; }

    /// <summary><c>n</c>: the number of choices it asks for.</summary>
    public int Choices { get; init; } = 1;

    public bool HasMessages { get; init; }

    /// <summary>True when it has a list of tools, even an empty one.</summary>
    public bool SaysMessages { get; init; }

    /// <summary>True when an image is given by address, which not every provider fetches.</summary>
    public bool HasRemoteImage { get; init; }

    /// <summary>The sizes of the messages, in order.</summary>
    public IReadOnlyList<PromptPart> Parts { get; init; } = [];

    /// <summary>The length in characters of the list of tools, which a template writes into the prompt.</summary>
    public int ToolCharacters { get; init; }

    public string LastUserText { get; init; } = "";

    /// <summary>The text of the last message if it is the assistant's, for providers that continue it; otherwise null.</summary>
    public string? LastAssistantText { get; init; }

    /// <summary>True when the last message is a tool's result.</summary>
    public bool EndsWithToolResult { get; init; }

    /// <summary>True when that message says <c>prefix: true</c>.</summary>
    public bool SaysPrefix { get; init; }

    public bool ContinuesFinalMessage { get; init; }

    /// <summary>True unless the request says otherwise.</summary>
    public bool AddsGenerationPrompt { get; init; } = true;

    /// <summary>The body's own member <c>prefix</c>, if no <c>suffix</c> stands beside it.</summary>
    public string? Prefix { get; init; }

    /// <summary>The parts that some providers refuse.</summary>
    public RequestQuirks Quirks { get; init; }

    /// <summary>The names of the body's members.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>True when it came to a beta address.</summary>
    public bool IsBeta { get; init; }

    public ChatNeeds Needs { get; init; } = new();

    /// <summary>Script members that apply to this request only.</summary>
    public JsonElement? Simulate { get; init; }

    /// <summary>The tokens of the whole prompt, before anything is cut.</summary>
    public int PromptTokens(double perCharacter) => Tokens(Parts.Sum(static part => (long)part.Characters), perCharacter);

    /// <summary>Counts the tokens of the given number of characters and of the tools.</summary>
    public int Tokens(long characters, double perCharacter) => (int)Math.Ceiling((characters + ToolCharacters) * perCharacter);
}

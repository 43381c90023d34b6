namespace Gateway.Simulator.Requests;

/// <summary>What a chat request needs from the model and its template. Real servers refuse it if a need is not met.</summary>
internal sealed record ChatNeeds
{
    public bool HasTools { get; init; }

    /// <summary>True when the model may choose whether to call a tool: the choice is <c>auto</c> or absent.</summary>
    public bool LeavesToolChoice { get; init; }

    /// <summary>True when it controls reasoning, in any provider's words.</summary>
    public bool AsksToThink { get; init; }

    /// <summary>True when it does so with <c>enable_thinking</c> or <c>thinking_budget</c>.</summary>
    public bool SwitchesThinking { get; init; }

    public bool HasImage { get; init; }

    /// <summary>True when it asks for an answer by a schema whose type is not one of JSON's.</summary>
    public bool HasBadSchema { get; init; }

    public bool HasSuffix { get; init; }

    /// <summary>True when users and assistants take turns, as strict templates demand.</summary>
    public bool RolesAlternate { get; init; } = true;

    /// <summary>True when no system message stands after the first message.</summary>
    public bool SystemIsFirst { get; init; } = true;

    /// <summary>True when a tool call in the history has arguments that are not JSON.</summary>
    public bool HasBrokenArguments { get; init; }

    /// <summary>True when a message has neither content nor tool calls.</summary>
    public bool HasNullContent { get; init; }

    /// <summary>True when the body contains half of a surrogate pair, which a strict parser does not accept as text.</summary>
    public bool HasLoneSurrogate { get; init; }
}

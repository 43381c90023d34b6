namespace Gateway.Simulator.Requests;

/// <summary>What a chat request needs of the model and its template, by which real servers refuse it.</summary>
internal sealed record ChatNeeds
{
    public bool HasTools { get; init; }

    /// <summary>The model may choose whether to call a tool: the choice is <c>auto</c>, or nobody's.</summary>
    public bool LeavesToolChoice { get; init; }

    /// <summary>It says how to think, in any provider's words.</summary>
    public bool AsksToThink { get; init; }

    /// <summary>It says so by <c>enable_thinking</c> or <c>thinking_budget</c>.</summary>
    public bool SwitchesThinking { get; init; }

    public bool HasImage { get; init; }

    /// <summary>It wants an answer by a schema whose type is none of JSON's.</summary>
    public bool HasBadSchema { get; init; }

    public bool HasSuffix { get; init; }

    /// <summary>Users and assistants take turns, which strict templates demand.</summary>
    public bool RolesAlternate { get; init; } = true;

    /// <summary>Nothing of the system stands behind the first message.</summary>
    public bool SystemIsFirst { get; init; } = true;

    /// <summary>A tool call of the history has arguments that are no JSON.</summary>
    public bool HasBrokenArguments { get; init; }

    /// <summary>A message has neither content nor tool calls.</summary>
    public bool HasNullContent { get; init; }

    /// <summary>Half of a surrogate pair stands somewhere, which is no text to a strict parser.</summary>
    public bool HasLoneSurrogate { get; init; }
}

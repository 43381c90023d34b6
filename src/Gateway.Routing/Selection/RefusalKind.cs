namespace Gateway.Routing.Selection;

/// <summary>Why no model can serve a request.</summary>
public enum RefusalKind
{
    /// <summary>The name has no candidate at all here.</summary>
    NoCandidate,

    /// <summary>No candidate is what the request needs or wishes.</summary>
    NoCapableModel,

    /// <summary>The prompt is longer than any candidate's context, and with a shorter conversation it may not be.</summary>
    ContextTooLong,

    /// <summary>The prompt is longer than any candidate's context, and would be without any conversation.</summary>
    PromptTooLong,
}

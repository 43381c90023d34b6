namespace Gateway.Routing.Explanations;

/// <summary>The reasons no model can serve a request.</summary>
public enum RefusalKind
{
    /// <summary>The name has no candidate here at all.</summary>
    NoCandidate,

    /// <summary>No candidate meets the request's needs or wishes.</summary>
    NoCapableModel,

    /// <summary>The prompt is longer than any candidate's context; with a shorter conversation it may fit.</summary>
    ContextTooLong,

    /// <summary>The prompt is longer than any candidate's context, even without any conversation.</summary>
    PromptTooLong,
}

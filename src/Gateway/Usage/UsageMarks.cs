namespace Gateway.Usage;

/// <summary>
/// What of a request is worth telling apart in the ledger, beside its names and numbers. The values are stored: a new one takes the next
/// bit, and none is used again.
/// </summary>
[Flags]
internal enum UsageMarks
{
    None = 0,

    /// <summary>Nobody waits for its answer: a title, tags, questions to follow.</summary>
    Background = 1,

    /// <summary>Its backend read less of the prompt than was sent.</summary>
    PromptCut = 2,

    /// <summary>The tools that its client offered were left out.</summary>
    ToolsLeftOut = 4,

    /// <summary>Its backend made several choices and told the tokens of one; the rest is estimated.</summary>
    ChoicesEstimated = 8,

    /// <summary>It was ended for somebody who waited, and sent again later.</summary>
    GaveWay = 16,

    /// <summary>It was answered together with others, and its tokens are its share of what the backend told of all.</summary>
    Gathered = 32,
}

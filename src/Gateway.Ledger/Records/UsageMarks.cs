namespace Gateway.Ledger.Records;

/// <summary>
/// Notable circumstances of a request, recorded in the ledger beside its names and numbers. The values are stored: a new one takes the next
/// bit, and none is reused.
/// </summary>
[Flags]
internal enum UsageMarks
{
    None = 0,

    /// <summary>Nobody waits for its answer: a title, tags, questions to follow.</summary>
    Background = 1,

    /// <summary>The backend read less of the prompt than was sent.</summary>
    PromptCut = 2,

    /// <summary>The tools its client offered were left out.</summary>
    ToolsLeftOut = 4,

    /// <summary>The backend made several choices and reported the tokens of one; the rest is estimated.</summary>
    ChoicesEstimated = 8,

    /// <summary>It was stopped to make way for a request somebody waited for, and sent again later.</summary>
    GaveWay = 16,

    /// <summary>It was answered together with others, and its tokens are its share of the total the backend reported.</summary>
    Gathered = 32,

    /// <summary>It was answered where answers cost money, and no price was known: its cost is unknown rather than 0.</summary>
    Unpriced = 64,
}

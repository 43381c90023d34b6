namespace Gateway.Routing.Selection;

/// <summary>What is said of a prompt that is too long.</summary>
public static class PromptWords
{
    /// <summary>The way out where there is a conversation.</summary>
    public const string Shorten = "Shorten the conversation.";

    /// <summary>The way out where there is none.</summary>
    public const string SendLess =
        "No shorter conversation helps, since the system text, the tools and the last message are too long by themselves: send less of them, or ask for a model that takes more.";

    // What holds less is not what to look at.
    private const double Most = 0.5;

    /// <summary>That most of a prompt is tools, which nobody sees who has typed a word; empty where it is not.</summary>
    /// <param name="needs">What the request needs.</param>
    public static string WhereTheyAre(in Needs needs) =>
        needs.ToolTokens > needs.PromptTokens * Most ? $" About {DemandWords.Tokens(needs.ToolTokens)} of the prompt's tokens are tool definitions." : "";
}

using Gateway.Routing.Routes;

namespace Gateway.Routing.Explanations;

/// <summary>Phrases messages about a prompt that is too long.</summary>
public static class PromptWords
{
    /// <summary>The advice when there is a conversation to shorten.</summary>
    public const string Shorten = "Shorten the conversation.";

    private const string SendLess =
        "No shorter conversation helps, since the system text, the tools and the last message are too long by themselves: send less of "
        + "them, or ask for a model that takes more.";

    private const string SendNoTools =
        "No shorter conversation helps: turn the tools off in the client, or ask for a model that takes more.";

    private const string SendPieces = "Send it in shorter pieces, or ask for a model that takes more.";

    private const string OfTheOperator =
        " The operator can give it more room (OLLAMA_CONTEXT_LENGTH at Ollama, -c at llama-server), or say that it has more "
        + "(contextLength in this gateway's configuration).";

    /// <summary>Phrases the token count of a prompt for a model, as exactly as it is known.</summary>
    internal static string CountFor(Gateway.Routing.Candidates.Candidate candidate, in Needs needs) =>
        needs.Counts?.Of(candidate) is { } exact ? DemandWords.Tokens(exact) : $"about {DemandWords.Tokens(needs.PromptTokens)}";

    /// <summary>Phrases the range of a count when it decides whether the prompt fits; empty otherwise.</summary>
    internal static string Within(Gateway.Routing.Candidates.Candidate candidate, in Needs needs)
    {
        var (least, most) = PromptFit.Bounds(candidate, needs);
        return needs.Counts?.Of(candidate) is null && candidate.Card.ContextLength is { } context && least <= context && most > context
            ? $" ({DemandWords.Tokens(least)} to {DemandWords.Tokens(most)}, by its text alone)"
            : "";
    }

    // Tools that take less than this share are not worth mentioning.
    private const double Most = 0.5;

    /// <summary>
    /// Phrases the length of a prompt, and mentions the tools when they are most of it: a user who typed one word does not see them.
    /// </summary>
    /// <param name="needs">The needs of the request.</param>
    public static string Length(in Needs needs) => $"about {DemandWords.Tokens(needs.PromptTokens)} tokens{OfThem(needs)}";

    /// <summary>Phrases the advice to a person, and to the operator if the model is on one of the team's own machines.</summary>
    /// <param name="needs">The needs of the request.</param>
    /// <param name="canShorten">Whether a shorter conversation may fit.</param>
    /// <param name="isLocal">Whether the model with the longest context is on such a machine.</param>
    public static string WayOut(in Needs needs, bool canShorten, bool isLocal) =>
        (needs.Purpose.Type != Models.ModelType.Chat ? SendPieces : canShorten ? Shorten : AreMostlyTools(needs) ? SendNoTools : SendLess)
            + (isLocal ? OfTheOperator : "");

    internal static string OfThem(in Needs needs) =>
        AreMostlyTools(needs) ? $" (about {DemandWords.Tokens(needs.ToolTokens)} of them are {Tools(needs.ToolCount)})" : "";

    internal static string Tools(int count) => count switch
    {
        0 => "the tools that the client sends",
        1 => "the tool that the client sends",
        _ => $"the {DemandWords.Tokens(count)} tools that the client sends",
    };

    private static bool AreMostlyTools(in Needs needs) => needs.ToolTokens > needs.PromptTokens * Most;
}

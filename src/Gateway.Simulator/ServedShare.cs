namespace Gateway.Simulator;

/// <summary>What of all that was served is one model's, for one user.</summary>
/// <param name="Model">The model.</param>
/// <param name="User">The user as requests named it; null for those that named none.</param>
/// <param name="PromptTokens">Tokens of the prompts of the answers that began.</param>
/// <param name="CompletionTokens">Tokens sent, also in answers that did not reach their end.</param>
public sealed record ServedShare(string Model, string? User, long PromptTokens, long CompletionTokens)
{
    /// <summary>Of the prompts, those of answers that reached their regular end and did nothing wrong on the way.</summary>
    public long GoodPromptTokens { get; init; }

    /// <summary>Of the tokens sent, those of such answers.</summary>
    public long GoodCompletionTokens { get; init; }
}

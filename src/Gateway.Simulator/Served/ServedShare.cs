namespace Gateway.Simulator.Served;

/// <summary>The tokens that one model served to one user.</summary>
/// <param name="Model">The model.</param>
/// <param name="User">The user that the requests named; null for requests that named none.</param>
/// <param name="PromptTokens">Prompt tokens of all answers that began.</param>
/// <param name="CompletionTokens">Tokens sent, including those of answers that did not reach their end.</param>
public sealed record ServedShare(string Model, string? User, long PromptTokens, long CompletionTokens)
{
    /// <summary>The prompt tokens of answers that reached their regular end with nothing wrong on the way.</summary>
    public long GoodPromptTokens { get; init; }

    /// <summary>The tokens sent in such answers.</summary>
    public long GoodCompletionTokens { get; init; }
}

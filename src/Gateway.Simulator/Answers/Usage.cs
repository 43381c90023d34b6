namespace Gateway.Simulator.Answers;

/// <summary>The tokens of an answer, or of the part of it that was sent.</summary>
internal readonly record struct Usage(int Prompt, int Completion, int Reasoning)
{
    public int Total => Prompt + Completion;

    public Usage With(Piece piece) => this with
    {
        Completion = Completion + piece.Tokens,
        Reasoning = Reasoning + piece.ReasoningTokens,
    };
}

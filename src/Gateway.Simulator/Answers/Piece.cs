namespace Gateway.Simulator.Answers;

/// <summary>What one chunk adds to an answer.</summary>
internal sealed record Piece
{
    public string? Content { get; init; }

    public string? Reasoning { get; init; }

    public ToolPiece? Tool { get; init; }

    public int ReasoningTokens => Reasoning is null ? 0 : 1;

    public int Tokens => ReasoningTokens + (Content is null ? 0 : 1) + (Tool is null ? 0 : 1);
}

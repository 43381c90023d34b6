namespace Gateway.Simulator.Answers;

/// <summary>The part of an answer that one chunk adds.</summary>
internal sealed record Piece
{
    public string? Content { get; init; }

    public string? Reasoning { get; init; }

    public ToolPiece? Tool { get; init; }

    /// <summary>A part of a call in the older function-call form, from before tools.</summary>
    public ToolPiece? Function { get; init; }

    public int ReasoningTokens => Reasoning is null ? 0 : 1;

    public int Tokens => ReasoningTokens + (Content is null ? 0 : 1) + (Tool is null ? 0 : 1) + (Function is null ? 0 : 1);
}

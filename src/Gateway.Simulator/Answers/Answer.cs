namespace Gateway.Simulator.Answers;

/// <summary>A complete answer, before it is written in the provider's format.</summary>
internal sealed record Answer
{
    public required string Id { get; init; }

    public required string Model { get; init; }

    public required long Created { get; init; }

    public required IReadOnlyList<Piece> Pieces { get; init; }

    public required string FinishReason { get; init; }

    public required Usage Prompt { get; init; }

    /// <summary>The number of identical choices.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>The number of choices that usage counts.</summary>
    public int CountedChoices { get; init; } = 1;

    public bool HasReasoning => Pieces.Any(piece => piece.Reasoning is not null);

    public bool HasToolCalls => Pieces.Any(piece => piece.Tool is not null);

    public Usage Usage => Enumerable.Repeat(Pieces, CountedChoices)
        .SelectMany(static p => p)
        .Aggregate(Prompt, static (usage, piece) => usage.With(piece));

    public string? Content => Joined(piece => piece.Content);

    public string? Reasoning => Joined(piece => piece.Reasoning);

    /// <summary>The tool calls, each joined from its pieces.</summary>
    public IReadOnlyList<ToolPiece> ToolCalls() => Joined(Pieces.Select(p => p.Tool));

    /// <summary>The call in the older function-call form, from before tools; null when there is none.</summary>
    public ToolPiece? FunctionCall() => Joined(Pieces.Select(p => p.Function)).FirstOrDefault();

    private static List<ToolPiece> Joined(IEnumerable<ToolPiece?> pieces)
    {
        var calls = new List<ToolPiece>();
        foreach (var piece in pieces.OfType<ToolPiece>())
        {
            if (piece.Begins)
            {
                calls.Add(piece);
            }
            else
            {
                calls[^1] = calls[^1] with { Arguments = calls[^1].Arguments + piece.Arguments };
            }
        }
        return calls;
    }

    private string? Joined(Func<Piece, string?> part)
    {
        var parts = Pieces.Select(part).OfType<string>().ToList();
        return parts.Count == 0 ? null : string.Concat(parts);
    }
}

namespace Gateway.Clients.Tests.Readers;

/// <summary>What a client understood of a stream.</summary>
internal sealed record Reading
{
    public required string Text { get; init; }

    /// <summary>Null: it does not read reasoning.</summary>
    public string? Reasoning { get; init; }

    public required IReadOnlyList<Call> Calls { get; init; }

    /// <summary>Null: it does not read one.</summary>
    public string? Finish { get; init; }

    public Tokens? Usage { get; init; }
}

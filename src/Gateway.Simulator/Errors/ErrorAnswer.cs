namespace Gateway.Simulator.Errors;

/// <summary>A refusal as a provider words it.</summary>
internal sealed record ErrorAnswer(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json";

    public int? RetryAfterSeconds { get; init; }

    /// <summary>What a script has in place of <see cref="RetryAfterSeconds"/>.</summary>
    public string? RetryAfter { get; init; }
}

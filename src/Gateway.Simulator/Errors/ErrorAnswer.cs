namespace Gateway.Simulator.Errors;

/// <summary>A refusal in a provider's words.</summary>
internal sealed record ErrorAnswer(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json";

    public int? RetryAfterSeconds { get; init; }

    /// <summary>The script's value, which replaces <see cref="RetryAfterSeconds"/>.</summary>
    public string? RetryAfter { get; init; }
}

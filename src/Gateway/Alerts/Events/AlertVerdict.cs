namespace Gateway.Alerts.Events;

/// <summary>What a receiver said to a message.</summary>
/// <param name="IsTaken">True when it said that it took it.</param>
/// <param name="Word">Its own words, or why there are none; without secrets.</param>
internal sealed record AlertVerdict(bool IsTaken, string Word)
{
    /// <summary>How long it asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

namespace Gateway.Alerts.Events;

/// <summary>A receiver's verdict on a message.</summary>
/// <param name="IsTaken">True when it said that it took it.</param>
/// <param name="Word">Its own words, or why there are none; without secrets.</param>
internal sealed record AlertVerdict(bool IsTaken, string Word)
{
    /// <summary>The pause that the receiver asks for; null when it asks for none.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

namespace Gateway.Alerts.Events;

/// <summary>One piece of news for a receiver: that something is wrong, or that it is over.</summary>
/// <param name="Event">The alert.</param>
/// <param name="Since">When it began.</param>
/// <param name="OverAt">When it was over; null while it lasts.</param>
/// <param name="Count">How often it came since it began.</param>
internal sealed record AlertNews(AlertEvent Event, DateTimeOffset Since, DateTimeOffset? OverAt, int Count)
{
    public bool IsOver => OverAt is not null;

    /// <summary>An id that is the same on every replica and at each try, so that a receiver recognises news it already has.</summary>
    public string Id => $"{Event.Key}/{Since.ToUnixTimeSeconds()}/{Count}/{(IsOver ? "over" : Event.Level)}";
}

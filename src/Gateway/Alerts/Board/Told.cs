namespace Gateway.Alerts.Board;

/// <summary>What one receiver was last told about an alert.</summary>
/// <param name="At">When.</param>
/// <param name="Level">The level it was told.</param>
/// <param name="Count">How often the alert had come by then.</param>
/// <param name="IsOver">True when it was told that the alert is over.</param>
internal sealed record Told(DateTimeOffset At, int Level, int Count, bool IsOver)
{
    /// <summary>True when the receiver never took it, and it is not tried any more. It stands in the log.</summary>
    public bool IsGivenUp { get; init; }
}

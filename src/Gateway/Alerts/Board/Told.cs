namespace Gateway.Alerts.Board;

/// <summary>The state of an alert that one receiver was last told.</summary>
/// <param name="At">When.</param>
/// <param name="Level">The level it was told.</param>
/// <param name="Count">How often the alert had come by then.</param>
/// <param name="IsOver">True when it was told that the alert is over.</param>
internal sealed record Told(DateTimeOffset At, int Level, int Count, bool IsOver)
{
    /// <summary>True when the receiver never took it and no further try follows. The text stands in the log.</summary>
    public bool IsGivenUp { get; init; }
}

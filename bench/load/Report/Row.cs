namespace Gateway.Load.Report;

/// <summary>A line of the report.</summary>
internal sealed record Row(string Title, string Format, Goal? Goal)
{
    /// <summary>True when a ratio of two targets means something. It does not for figures that may be zero or negative.</summary>
    public bool Compares { get; init; } = true;
}

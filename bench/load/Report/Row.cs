namespace Gateway.Load.Report;

/// <summary>A line of the report.</summary>
internal sealed record Row(string Title, string Format, Goal? Goal)
{
    /// <summary>Whether a ratio of two targets means something; of figures that may be zero or below it does not.</summary>
    public bool Compares { get; init; } = true;
}

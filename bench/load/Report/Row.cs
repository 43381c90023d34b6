namespace Gateway.Load.Report;

/// <summary>A line of the report.</summary>
internal sealed record Row(string Title, string Format, Goal? Goal);

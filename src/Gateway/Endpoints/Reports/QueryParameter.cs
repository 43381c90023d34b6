namespace Gateway.Endpoints.Reports;

/// <summary>A query parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its meaning, default and limits.</param>
internal sealed record QueryParameter(string Name, string Description)
{
    /// <summary>The words it accepts; null for other values.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>True when it may occur several times.</summary>
    public bool IsRepeated { get; init; }
}

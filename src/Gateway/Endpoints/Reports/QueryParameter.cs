namespace Gateway.Endpoints.Reports;

/// <summary>A parameter of an address.</summary>
/// <param name="Name">How it is written.</param>
/// <param name="Description">What it means, its default and its limits.</param>
internal sealed record QueryParameter(string Name, string Description)
{
    /// <summary>The words it takes; null: something else.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether it may stand several times.</summary>
    public bool IsRepeated { get; init; }
}

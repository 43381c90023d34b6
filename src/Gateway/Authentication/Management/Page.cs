namespace Gateway.Authentication.Management;

/// <summary>A page of a list.</summary>
/// <param name="Data">The items.</param>
/// <param name="Next">Where the next page begins, for <c>after</c>; null when there is none.</param>
internal sealed record Page<T>(IReadOnlyList<T> Data, string? Next)
{
    public string Object { get; init; } = "list";
}

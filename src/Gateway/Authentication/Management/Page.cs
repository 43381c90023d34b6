namespace Gateway.Authentication.Management;

/// <summary>A part of a list.</summary>
/// <param name="Data">The items.</param>
/// <param name="Next">Where the next part begins, for <c>after</c>; null: there is none.</param>
internal sealed record Page<T>(IReadOnlyList<T> Data, string? Next)
{
    public string Object { get; init; } = "list";
}

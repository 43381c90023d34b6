namespace Gateway.Storage;

/// <summary>Who changes something, for the audit log.</summary>
/// <param name="By">A key's name and id, or <c>cli</c>.</param>
/// <param name="From">The address it came from; null when from none.</param>
internal sealed record Actor(string By, string? From)
{
    public static Actor CommandLine { get; } = new("cli", null);

    /// <summary>The gateway itself, at its first start.</summary>
    public static Actor FirstStart { get; } = new("first-start", null);
}

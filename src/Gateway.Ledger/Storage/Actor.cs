namespace Gateway.Ledger.Storage;

/// <summary>The author of a change, for the audit log.</summary>
/// <param name="By">A key's name and id, or <c>cli</c>.</param>
/// <param name="From">The source address; null for none.</param>
internal sealed record Actor(string By, string? From)
{
    public static Actor CommandLine { get; } = new("cli", null);

    /// <summary>The gateway itself, at its first start.</summary>
    public static Actor FirstStart { get; } = new("first-start", null);
}

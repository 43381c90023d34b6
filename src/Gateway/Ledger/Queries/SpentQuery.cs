namespace Gateway.Ledger.Queries;

/// <summary>Whose usage is wanted, and of when. What is null is not asked; case does not matter.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The first moment that is no longer meant; null: up to the last record.</param>
internal sealed record SpentQuery(DateTimeOffset From, DateTimeOffset? To = null)
{
    public string? Key { get; init; }

    /// <summary>The owner; a key without one is its own.</summary>
    public string? Owner { get; init; }

    public string? Team { get; init; }

    public string? Tag { get; init; }

    public bool Counts(string key, string? owner, string? team, string? tag) =>
        Is(Key, key) && Is(Owner, owner ?? key) && Is(Team, team) && Is(Tag, tag);

    private static bool Is(string? wanted, string? value) => wanted is null || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);
}

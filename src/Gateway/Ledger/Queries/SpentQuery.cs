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

    /// <summary>Whether an owner without a team is meant, and not one of whichever team.</summary>
    public bool WithoutTeam { get; init; }

    /// <summary>Which requested names are meant.</summary>
    public Predicate<string>? Names { get; init; }

    public bool Counts(string key, string? owner, string? team, string? tag) =>
        Is(Key, key) && Is(Owner, owner ?? key) && Is(Team, team) && !(WithoutTeam && team is not null)
        && (Names is null || (tag is not null && Names(tag)));

    private static bool Is(string? wanted, string? value) => wanted is null || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);
}

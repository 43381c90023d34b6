namespace Gateway.Ledger.Queries;

/// <summary>Selects whose usage is wanted, and from when. Null means any; case does not matter.</summary>
/// <param name="From">The first moment included.</param>
/// <param name="To">The first moment excluded; null: up to the last record.</param>
internal sealed record SpentQuery(DateTimeOffset From, DateTimeOffset? To = null)
{
    public string? Key { get; init; }

    /// <summary>The owner; a key without one is its own owner.</summary>
    public string? Owner { get; init; }

    public string? Team { get; init; }

    /// <summary>True for an owner without a team, rather than an owner of any team.</summary>
    public bool WithoutTeam { get; init; }

    /// <summary>Selects the requested names.</summary>
    public Predicate<string>? Names { get; init; }

    public bool Counts(string key, string? owner, string? team, string? tag) =>
        Is(Key, key) && Is(Owner, owner ?? key) && Is(Team, team) && !(WithoutTeam && team is not null)
        && (Names is null || (tag is not null && Names(tag)));

    private static bool Is(string? wanted, string? value) => wanted is null || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);
}

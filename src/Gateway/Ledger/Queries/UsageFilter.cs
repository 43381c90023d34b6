using Gateway.Ledger.Records;

namespace Gateway.Ledger.Queries;

/// <summary>Which records are meant.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The first moment that is no longer meant.</param>
internal sealed record UsageFilter(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Of each dimension named, the values that are wanted; null stands for those without one. Case does not matter.</summary>
    public IReadOnlyDictionary<UsageDimension, IReadOnlyList<string?>> Values { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<UsageDimension, IReadOnlyList<string?>>.Empty;

    /// <summary>The one request that is meant; null: all. For records only.</summary>
    public Guid? Request { get; init; }
}

using Gateway.Ledger.Records;

namespace Gateway.Ledger.Queries;

/// <summary>Selects records.</summary>
/// <param name="From">The first moment included.</param>
/// <param name="To">The first moment excluded.</param>
internal sealed record UsageFilter(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The wanted values for each named dimension; null stands for records without a value. Case does not matter.</summary>
    public IReadOnlyDictionary<UsageDimension, IReadOnlyList<string?>> Values { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<UsageDimension, IReadOnlyList<string?>>.Empty;

    /// <summary>The one request wanted; null for all. For records only.</summary>
    public Guid? Request { get; init; }
}

using System.Collections.Immutable;
using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>The limits set by one policy, key or team.</summary>
internal sealed class QuotaLimits : IEquatable<QuotaLimits>
{
    // A chat page sends up to three with each message. Other callers choose for themselves how many requests they mark as background.
    private const int BackgroundForEach = 4;

    /// <param name="max">The maximum of each kind; null for no limit.</param>
    public QuotaLimits(Func<LimitKind, long?> max)
    {
        var all = ImmutableArray.CreateBuilder<QuotaLimit>();
        foreach (var kind in LimitKind.All)
        {
            if (max(kind) is { } most)
            {
                all.Add(new QuotaLimit(kind, most));
            }
        }

        All = all.ToImmutable();
    }

    public static QuotaLimits None { get; } = new(static _ => null);

    /// <summary>The limits that are set, in the order of <see cref="LimitKind.All"/>.</summary>
    public ImmutableArray<QuotaLimit> All { get; }

    /// <summary>Background requests in any 60 seconds, where set.</summary>
    public long? BackgroundPerMinute { get; init; }

    /// <summary>The same limits without those on the number of requests.</summary>
    public QuotaLimits WithoutRequests => new(k => k.CountsRequests ? null : Of(k));

    public bool IsEmpty => All.IsEmpty && BackgroundPerMinute is null;

    public bool HasMoney => Has(static k => k.Meter == Meter.Money);

    /// <summary>True when any limit goes by the calendar.</summary>
    public bool HasBudget => Has(static k => k.IsBudget);

    public static QuotaLimits From(QuotaLimitsConfig config) =>
        new(kind => (long?)(kind.Of(config) * (kind.Meter == Meter.Money ? Money.NanoPerUnit : 1)))
        {
            BackgroundPerMinute = config.BackgroundRequestsPerMinute,
        };

    /// <summary>The limits on background requests as such, kept at a counter of their own.</summary>
    /// <param name="isOfFrontEnd">True when they come from a front end.</param>
    public QuotaLimits OfBackground(bool isOfFrontEnd) => new(kind => kind.Meter switch
    {
        Meter.Requests when kind.Window == LimitWindow.Minute && BackgroundPerMinute is { } named => named,
        Meter.Requests => Of(kind) * (isOfFrontEnd ? BackgroundForEach : 1),
        Meter.Concurrent => Of(kind),
        Meter.Tokens or Meter.Money or Meter.Pictures or Meter.Seconds or Meter.Characters => null,
    });

    public bool Has(Predicate<LimitKind> kind)
    {
        foreach (var limit in All)
        {
            if (kind(limit.Kind))
            {
                return true;
            }
        }

        return false;
    }

    public long? Of(LimitKind kind)
    {
        foreach (var limit in All)
        {
            if (limit.Kind == kind)
            {
                return limit.Max;
            }
        }

        return null;
    }

    /// <summary>The smallest limit on a meter; null for none.</summary>
    public long? Smallest(Meter meter)
    {
        long? smallest = null;
        foreach (var limit in All)
        {
            smallest = limit.Kind.Meter == meter ? Smaller(smallest, limit.Max) : smallest;
        }

        return smallest;
    }

    /// <summary>The smaller of two sets of limits, limit by limit.</summary>
    public QuotaLimits And(QuotaLimits other) => new(kind => Smaller(Of(kind), other.Of(kind)))
    {
        BackgroundPerMinute = Smaller(BackgroundPerMinute, other.BackgroundPerMinute),
    };

    public bool Equals(QuotaLimits? other) =>
        other is not null && BackgroundPerMinute == other.BackgroundPerMinute && All.AsSpan().SequenceEqual(other.All.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as QuotaLimits);

    public override int GetHashCode() => All.Aggregate(All.Length, static (hash, limit) => HashCode.Combine(hash, limit));

    public override string ToString() => string.Join(", ", All.Select(static l => $"{l.Kind} {l.Max}"));

    private static long? Smaller(long? a, long? b) => a is null || b < a ? b : a;
}

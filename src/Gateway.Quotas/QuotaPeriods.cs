using System.Collections.Immutable;
using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>
/// The starts of days and months around a moment, in Unix seconds: the previous one, the current one and the next two. A store picks among
/// them by its own clock, which may therefore be slightly off.
/// </summary>
internal sealed record QuotaPeriods(ImmutableArray<long> Days, ImmutableArray<long> Months)
{
    public long Day => Days[1];

    public long NextDay => Days[2];

    public long Month => Months[1];

    public long NextMonth => Months[2];

    /// <summary>The current period of a calendar window.</summary>
    public (long Start, long End) Of(LimitWindow window) => window switch
    {
        LimitWindow.Day => (Day, NextDay),
        LimitWindow.Month => (Month, NextMonth),
        LimitWindow.Minute or LimitWindow.AtOnce => throw new ArgumentOutOfRangeException(nameof(window), window, "No calendar opens it."),
    };
}

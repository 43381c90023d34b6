using System.Collections.Concurrent;

namespace Gateway.Resilience.Hedging;

/// <summary>
/// How long first events take, for each hedged route and kind of answer. By the route's name, so that a reload of the configuration
/// loses nothing; only names of the configuration come here, so it stays small.
/// </summary>
internal sealed class HedgeTimes
{
    private readonly ConcurrentDictionary<string, (FirstEventTimes Streamed, FirstEventTimes Whole)> _routes = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="route">The name of the route.</param>
    /// <param name="isStreamed">Whether it is the first of many events, or the whole answer at once, which takes many times as long.</param>
    public FirstEventTimes Of(string route, bool isStreamed)
    {
        var (streamed, whole) = _routes.GetOrAdd(route, static _ => (new FirstEventTimes(), new FirstEventTimes()));
        return isStreamed ? streamed : whole;
    }
}

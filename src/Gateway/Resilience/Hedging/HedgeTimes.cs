using System.Collections.Concurrent;

namespace Gateway.Resilience.Hedging;

/// <summary>
/// The times to the first event for each hedged route and kind of answer. Keyed by the route's name, so that a configuration reload loses
/// nothing; only configured names occur, so it stays small.
/// </summary>
internal sealed class HedgeTimes
{
    private readonly ConcurrentDictionary<string, (FirstEventTimes Streamed, FirstEventTimes Whole)> _routes = new(
        StringComparer.OrdinalIgnoreCase);

    /// <param name="route">The name of the route.</param>
    /// <param name="isStreamed">True for the first of many events; false for a whole answer, which takes many times as long.</param>
    public FirstEventTimes Of(string route, bool isStreamed)
    {
        var (streamed, whole) = _routes.GetOrAdd(route, static _ => (new FirstEventTimes(), new FirstEventTimes()));
        return isStreamed ? streamed : whole;
    }
}

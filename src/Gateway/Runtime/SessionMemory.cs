using System.Collections.Concurrent;
using Gateway.Routing.Routes;

namespace Gateway.Runtime;

/// <summary>
/// Who answered a session's last request, so that the next finds the model that already knows the conversation's beginning. Bounded by
/// two generations: when the young one is full or old, it becomes the old one, and what was in the old one is forgotten.
/// </summary>
internal sealed class SessionMemory(TimeProvider time)
{
    private const int MaxYoung = 10_000;
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(30);

    private readonly Lock _turning = new();
    private volatile Generation _young = new(time.GetTimestamp());
    private volatile Generation _old = new(0);

    /// <param name="caller">The key's name: two callers may call their sessions alike.</param>
    /// <param name="session">The client's name for the session.</param>
    /// <param name="route">The name asked for: a session asks for titles and the like by other names.</param>
    /// <returns>The candidate; null when it is not known.</returns>
    public Candidate? Find(string caller, string session, string route) =>
        _young.Answered.TryGetValue((caller, session, route), out var last) || _old.Answered.TryGetValue((caller, session, route), out last) ? last : null;

    public void Remember(string caller, string session, string route, Candidate answered)
    {
        var young = _young;
        if (young.Answered.Count >= MaxYoung || time.GetElapsedTime(young.BornAt) > MaxAge)
        {
            young = Turn(young);
        }

        young.Answered[(caller, session, route)] = answered;
    }

    private Generation Turn(Generation full)
    {
        lock (_turning)
        {
            if (ReferenceEquals(_young, full))
            {
                _old = full;
                _young = new Generation(time.GetTimestamp());
            }

            return _young;
        }
    }

    private sealed record Generation(long BornAt)
    {
        public ConcurrentDictionary<(string Caller, string Session, string Route), Candidate> Answered { get; } = new();
    }
}

using Gateway.Routing.Routes;

namespace Gateway.Runtime;

/// <summary>Who answered a session's last request, so that the next finds the model that already knows the conversation's beginning.</summary>
internal sealed class SessionMemory(TimeProvider time)
{
    private readonly RecentMemory<(string Caller, string Session, string Route), Candidate> _answered = new(time);

    /// <param name="caller">The key's name: two callers may call their sessions alike.</param>
    /// <param name="session">The client's name for the session.</param>
    /// <param name="route">The name asked for: a session asks for titles and the like by other names.</param>
    /// <returns>The candidate; null when it is not known.</returns>
    public Candidate? Find(string caller, string session, string route) =>
        _answered.TryFind((caller, session, route), out var last) ? last : null;

    public void Remember(string caller, string session, string route, Candidate answered) =>
        _answered.Remember((caller, session, route), answered);
}

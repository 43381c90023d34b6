using Gateway.Routing.Candidates;

namespace Gateway.Runtime;

/// <summary>
/// Remembers who answered a session's last request, so that the next goes to the model that already knows the start of the conversation.
/// </summary>
internal sealed class SessionMemory(TimeProvider time)
{
    private readonly RecentMemory<(string Caller, string Session, string Route), Candidate> _answered = new(time);

    /// <param name="caller">The key's name: two callers may use the same session name.</param>
    /// <param name="session">The client's name for the session.</param>
    /// <param name="route">The requested name: a session asks for titles and the like under other names.</param>
    /// <returns>The candidate; null when unknown.</returns>
    public Candidate? Find(string caller, string session, string route) =>
        _answered.TryFind((caller, session, route), out var last) ? last : null;

    public void Remember(string caller, string session, string route, Candidate answered) =>
        _answered.Remember((caller, session, route), answered);
}

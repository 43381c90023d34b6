using Gateway.Routing.Routes;

namespace Gateway.Requests;

/// <summary>
/// How far a request has come, as of one moment. It never changes, so that whoever looks after reservations may read it while attempts
/// run; what changes makes another.
/// </summary>
internal sealed record Progress
{
    public static readonly Progress None = new();

    /// <summary>The backend and model that answers, or was tried last; null before the first attempt.</summary>
    public Candidate? Served { get; init; }

    /// <summary>How often the request was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>How many of those attempts are over, with an answer that began or a failure.</summary>
    public int AttemptsOver { get; init; }

    /// <summary>The attempt whose answer the client gets; null before there is one.</summary>
    public IServing? Serving { get; init; }

    /// <summary>Whether the tools that the client offers were left out of what was answered.</summary>
    public bool ToolsLeftOut { get; init; }

    /// <summary>The backend's own id of the request, for its operator; null when it gave none.</summary>
    public string? BackendTrace { get; init; }

    /// <summary>Answers that were begun in vain, and used tokens too.</summary>
    public SpentAnswer[] Spent { get; init; } = [];
}

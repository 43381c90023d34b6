using Gateway.Routing.Candidates;

namespace Gateway.Requests;

/// <summary>
/// The progress of a request at one moment. Immutable, so that the code that looks after reservations can read it while attempts run; each
/// change makes a new one.
/// </summary>
internal sealed record Progress
{
    public static readonly Progress None = new();

    /// <summary>The backend and model that answers or was tried last; null before the first attempt.</summary>
    public Candidate? Served { get; init; }

    /// <summary>How many times the request was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>How many of those attempts are over, with an answer that began or with a failure.</summary>
    public int AttemptsOver { get; init; }

    /// <summary>The attempt whose answer the client gets; null before there is one.</summary>
    public IServing? Serving { get; init; }

    /// <summary>True when the client's tools were left out of the request that was answered.</summary>
    public bool ToolsLeftOut { get; init; }

    /// <summary>The backend's own id of the request, for its operator; null when it sent none.</summary>
    public string? BackendTrace { get; init; }

    /// <summary>Answers that were begun in vain; they used tokens too.</summary>
    public SpentAnswer[] Spent { get; init; } = [];
}

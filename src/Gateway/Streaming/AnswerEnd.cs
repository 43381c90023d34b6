namespace Gateway.Streaming;

/// <summary>How an answer ended. In the log and in the ledger, which keeps the numbers: a new one goes to the end.</summary>
internal enum AnswerEnd
{
    /// <summary>Not yet.</summary>
    None,

    /// <summary>With a finish reason, whole.</summary>
    Complete,

    /// <summary>The client left.</summary>
    ClientClosed,

    /// <summary>The backend said that it failed.</summary>
    BackendError,

    /// <summary>The backend stopped without saying so: no finish reason and no <c>[DONE]</c>.</summary>
    Truncated,

    /// <summary>The backend said nothing for longer than its idle limit.</summary>
    Stalled,

    /// <summary>The gateway's drain time ran out.</summary>
    Drained,

    /// <summary>A limit was reached in the middle of the answer.</summary>
    QuotaSpent,

    /// <summary>Refused by the gateway, or by a backend for a fault of the request.</summary>
    Refused,

    /// <summary>No candidate answered; nothing was committed.</summary>
    Failed,

    /// <summary>Its replica died, and another one settled it. Only in the ledger, until the replica's journal tells more.</summary>
    Orphaned,

    /// <summary>The process died before it ended. Only in the ledger.</summary>
    Unknown,

    /// <summary>It was ended for another: an attempt beside it that answered first, or a person whom it kept waiting.</summary>
    Superseded,
}

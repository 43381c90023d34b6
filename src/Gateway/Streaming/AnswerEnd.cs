namespace Gateway.Streaming;

/// <summary>How an answer ended. Used in the log and in the ledger, which stores the numbers: new values go to the end.</summary>
internal enum AnswerEnd
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>Complete, with a finish reason.</summary>
    Complete,

    /// <summary>The client left.</summary>
    ClientClosed,

    /// <summary>The backend reported a failure.</summary>
    BackendError,

    /// <summary>The backend stopped without saying so: no finish reason and no <c>[DONE]</c>.</summary>
    Truncated,

    /// <summary>The backend was silent for longer than its idle limit.</summary>
    Stalled,

    /// <summary>The gateway's drain time ran out.</summary>
    Drained,

    /// <summary>A limit was reached in the middle of the answer.</summary>
    QuotaSpent,

    /// <summary>Refused by the gateway, or by a backend for a fault of the request.</summary>
    Refused,

    /// <summary>No candidate answered; nothing was committed.</summary>
    Failed,

    /// <summary>Its replica died and another settled it. Only in the ledger, until the replica's journal says more.</summary>
    Orphaned,

    /// <summary>The process died before the answer ended. Only in the ledger.</summary>
    Unknown,

    /// <summary>Ended in favour of another: a parallel attempt that answered first, or a person who was kept waiting.</summary>
    Superseded,
}

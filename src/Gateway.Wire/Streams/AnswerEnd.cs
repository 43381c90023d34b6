namespace Gateway.Wire.Streams;

/// <summary>
/// How an answer ended, as the log and the ledger show it. The ledger stores the numbers and the words: a new value goes to the end, and
/// none is used again.
/// </summary>
internal enum AnswerEnd
{
    /// <summary>Not yet.</summary>
    None = 0,

    /// <summary>With a finish reason, whole.</summary>
    Complete = 1,

    /// <summary>The client left.</summary>
    ClientClosed = 2,

    /// <summary>The backend said that it failed.</summary>
    BackendError = 3,

    /// <summary>The backend stopped without saying so: no finish reason and no <c>[DONE]</c>.</summary>
    Truncated = 4,

    /// <summary>The backend said nothing for longer than its idle limit.</summary>
    Stalled = 5,

    /// <summary>The gateway's drain time ran out.</summary>
    Drained = 6,

    /// <summary>A limit was reached in the middle of the answer.</summary>
    QuotaSpent = 7,

    /// <summary>Refused by the gateway, or by a backend for a fault of the request.</summary>
    Refused = 8,

    /// <summary>No candidate answered; nothing was committed.</summary>
    Failed = 9,

    /// <summary>Its replica died, and another one settled it. Only in the ledger, until the replica's journal tells more.</summary>
    Orphaned = 10,

    /// <summary>The process died before it ended. Only in the ledger.</summary>
    Unknown = 11,

    /// <summary>It was ended for another: an attempt beside it that answered first, or a person whom it kept waiting.</summary>
    Superseded = 12,
}

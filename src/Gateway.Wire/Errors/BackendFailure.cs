namespace Gateway.Wire.Errors;

/// <summary>The class of an attempt's failure, as far as the next step and the client's answer depend on it.</summary>
internal enum BackendFailure
{
    /// <summary>It did not fail.</summary>
    None,

    /// <summary>No connection, or it broke before an answer, or a 5xx.</summary>
    Unavailable,

    /// <summary>
    /// It only takes so many requests at a time: the line before it is full or did not move in time, or it says so itself.
    /// </summary>
    Busy,

    /// <summary>It is healthy but still loading its model, and says so instead of keeping the request waiting.</summary>
    Loading,

    /// <summary>429.</summary>
    RateLimited,

    /// <summary>The account of the backend's credential is empty.</summary>
    OutOfCredit,

    /// <summary>The backend refuses the gateway's credential. The client's own key is fine, so it must not see a 401.</summary>
    Credential,

    /// <summary>
    /// It refuses for a reason that is neither the request's fault nor a sign of ill health: a method, an address, a conflict, headers too
    /// long for it. Another backend may accept it.
    /// </summary>
    Refused,

    /// <summary>This model or backend cannot do what the request asks for. Another may.</summary>
    Incapable,

    /// <summary>The backend does not hold the model.</summary>
    ModelMissing,

    /// <summary>No first event in time.</summary>
    Timeout,

    /// <summary>A 200 that is not an answer: empty, an error, not JSON, cut off.</summary>
    BadAnswer,

    /// <summary>The prompt does not fit the model. Another candidate may hold more, but the client should hear of it.</summary>
    ContextTooLong,

    /// <summary>The request itself is at fault; no other candidate is tried.</summary>
    ClientFault,
}

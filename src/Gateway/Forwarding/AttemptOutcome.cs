namespace Gateway.Forwarding;

/// <summary>An answer that may be committed, or a failure. Exactly one is set.</summary>
internal readonly record struct AttemptOutcome(HttpResponseMessage? Response, AttemptFailure? Failure);

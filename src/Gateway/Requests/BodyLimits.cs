namespace Gateway.Requests;

/// <summary>How large request bodies may be.</summary>
/// <param name="One">Bytes of one.</param>
/// <param name="All">Bytes held for all at a time.</param>
internal readonly record struct BodyLimits(long One, long All);

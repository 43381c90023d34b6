namespace Gateway.Requests;

/// <summary>The size limits of request bodies.</summary>
/// <param name="One">The most bytes of one body.</param>
/// <param name="All">The most bytes held for all bodies at once.</param>
internal readonly record struct BodyLimits(long One, long All);

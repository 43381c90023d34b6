namespace Gateway.Wire.Usage;

/// <summary>The source of a request's token counts. The ledger stores the numbers and the words.</summary>
internal enum UsageSource
{
    /// <summary>Nobody: no backend took the request, and nothing was used.</summary>
    None = 0,

    /// <summary>The backend that answered. What was sent together with others has its share of what the backend told of all.</summary>
    Backend = 1,

    /// <summary>The gateway, for all or a part of it, by the length of what passed through it.</summary>
    Estimated = 2,
}

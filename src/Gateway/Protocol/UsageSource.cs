namespace Gateway.Protocol;

/// <summary>Where the token counts of a request come from.</summary>
internal enum UsageSource
{
    /// <summary>Nowhere: no backend took the request, and nothing was used.</summary>
    None,

    /// <summary>
    /// The backend that answered. A request that was sent together with others has its share of what the backend reported for all.
    /// </summary>
    Backend,

    /// <summary>The gateway, for all or part of it, from the length of what passed through.</summary>
    Estimated,
}

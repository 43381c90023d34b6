namespace Gateway.Protocol;

/// <summary>Who says how many tokens a request took.</summary>
internal enum UsageSource
{
    /// <summary>Nobody: no backend took the request, and nothing was used.</summary>
    None,

    /// <summary>The backend that answered. What was sent together with others has its share of what the backend told of all.</summary>
    Backend,

    /// <summary>The gateway, for all or a part of it, by the length of what passed through it.</summary>
    Estimated,
}

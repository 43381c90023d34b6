namespace Gateway.Backends;

/// <summary>The parts of a request that the gateway adds, or says in other words than the client. A set.</summary>
[Flags]
internal enum Addition
{
    None = 0,

    /// <summary><c>stream_options</c>, for the count of tokens.</summary>
    Usage = 1,

    /// <summary>Whether a model shall think.</summary>
    Thinking = 2,

    /// <summary><c>max_tokens</c>, where a limit on money needs one.</summary>
    Limit = 4,

    /// <summary>That the assistant's last message is to be continued.</summary>
    Prefix = 8,

    /// <summary>The client's tools, which it offers to whoever has a use for them.</summary>
    Tools = 16,
}

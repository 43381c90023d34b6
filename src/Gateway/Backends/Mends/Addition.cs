namespace Gateway.Backends.Mends;

/// <summary>The parts of a request that the gateway adds or rewords. A set.</summary>
[Flags]
internal enum Addition
{
    None = 0,

    /// <summary><c>stream_options</c>, for the token counts.</summary>
    Usage = 1,

    /// <summary>The switch for thinking.</summary>
    Thinking = 2,

    /// <summary><c>max_tokens</c>, when a money limit needs one.</summary>
    Limit = 4,

    /// <summary>The request to continue the assistant's last message.</summary>
    Prefix = 8,

    /// <summary>The client's tools, when it offers them to everybody.</summary>
    Tools = 16,
}

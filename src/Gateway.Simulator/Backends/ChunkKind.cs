namespace Gateway.Simulator.Backends;

/// <summary>The chunks of a stream in their order.</summary>
internal enum ChunkKind
{
    /// <summary>The progress of the prompt. Few providers send it, and only when asked.</summary>
    Progress,

    /// <summary>The role without content, which some providers send first.</summary>
    Opening,

    /// <summary>A piece of the answer.</summary>
    Piece,

    /// <summary>The finish reason.</summary>
    Finish,

    /// <summary>Usage without choices.</summary>
    Usage,
}

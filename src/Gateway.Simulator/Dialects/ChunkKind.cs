namespace Gateway.Simulator.Dialects;

/// <summary>The chunks of a stream in their order.</summary>
internal enum ChunkKind
{
    /// <summary>How far the prompt is read, which few tell, and if asked only.</summary>
    Progress,

    /// <summary>The role and no content, which some providers send first.</summary>
    Opening,

    /// <summary>A piece of the answer.</summary>
    Piece,

    /// <summary>The finish reason.</summary>
    Finish,

    /// <summary>Usage without choices.</summary>
    Usage,
}

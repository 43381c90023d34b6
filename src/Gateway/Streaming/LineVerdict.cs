namespace Gateway.Streaming;

/// <summary>What to do with one line of a stream.</summary>
internal enum LineVerdict
{
    /// <summary>Pass its bytes on untouched.</summary>
    Pass,

    /// <summary>Leave it out.</summary>
    Drop,

    /// <summary>What stands in the output takes its place.</summary>
    Replaced,

    /// <summary>What stands in the output, if anything, takes its place, and the stream ends there.</summary>
    End,
}

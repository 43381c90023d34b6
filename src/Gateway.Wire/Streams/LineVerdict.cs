namespace Gateway.Wire.Streams;

/// <summary>The decision on one line of a stream.</summary>
internal enum LineVerdict
{
    /// <summary>Pass its bytes on unchanged.</summary>
    Pass,

    /// <summary>Leave it out.</summary>
    Drop,

    /// <summary>The output replaces the line.</summary>
    Replaced,

    /// <summary>The output, if any, replaces the line, and the stream ends.</summary>
    End,
}

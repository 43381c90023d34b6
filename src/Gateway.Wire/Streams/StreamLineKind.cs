namespace Gateway.Wire.Streams;

/// <summary>The kinds of lines in a stream that hold no data.</summary>
internal enum StreamLineKind
{
    /// <summary>A field that clients may read: an event's name or id, or the retry time.</summary>
    Field,

    /// <summary>It names its event an error.</summary>
    ErrorName,

    /// <summary>A field the standard does not define and tells clients to ignore.</summary>
    Ignored,

    /// <summary>An error on a line of its own, as llama.cpp's server writes it.</summary>
    Error,

    /// <summary>JSON without a field.</summary>
    Json,

    /// <summary>Anything else.</summary>
    Text,
}

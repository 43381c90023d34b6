namespace Gateway.Streaming;

/// <summary>The kinds of lines in a stream that hold no data.</summary>
internal enum StreamLineKind
{
    /// <summary>A field that clients may read: the name or the id of an event, the time before another try.</summary>
    Field,

    /// <summary>It names its event an error.</summary>
    ErrorName,

    /// <summary>A field that the standard does not know and lets clients pass over.</summary>
    Ignored,

    /// <summary>An error on a line of its own, as llama.cpp's server writes it.</summary>
    Error,

    /// <summary>JSON without a field.</summary>
    Json,

    /// <summary>Anything else.</summary>
    Text,
}

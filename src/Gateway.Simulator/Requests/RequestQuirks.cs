namespace Gateway.Simulator.Requests;

/// <summary>The parts of a chat request that one provider refuses and another accepts. A set of flags.</summary>
[Flags]
internal enum RequestQuirks
{
    None = 0,

    /// <summary>An empty list of tools or functions.</summary>
    EmptyTools = 1,

    /// <summary>A tool choice without tools.</summary>
    ChoiceWithoutTools = 2,

    /// <summary>Stream options without a stream.</summary>
    OptionsWithoutStream = 4,

    /// <summary>A content that is a list of parts.</summary>
    ContentList = 8,

    /// <summary>A message of the role <c>developer</c>.</summary>
    DeveloperRole = 16,

    /// <summary>A call in the history whose arguments are not a JSON object in a text.</summary>
    BrokenArguments = 32,

    /// <summary>A message without content and without calls.</summary>
    NoContent = 64,

    /// <summary>An image whose declared type is not JPEG, PNG or WebP.</summary>
    OddImage = 128,

    /// <summary>A whole number written with a fraction or an exponent.</summary>
    FractionalNumber = 256,

    /// <summary>An assistant's text to continue while reasoning is not switched off.</summary>
    BegunWhileThinking = 512,

    /// <summary>The same in the body's member <c>prefix</c>.</summary>
    PrefixWhileThinking = 1024,
}

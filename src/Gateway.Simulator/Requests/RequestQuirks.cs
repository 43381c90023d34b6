namespace Gateway.Simulator.Requests;

/// <summary>What one provider refuses in a chat request and another takes. A set.</summary>
[Flags]
internal enum RequestQuirks
{
    None = 0,

    /// <summary>A list of tools, or of functions, with nothing in it.</summary>
    EmptyTools = 1,

    /// <summary>How tools are chosen, and no tools.</summary>
    ChoiceWithoutTools = 2,

    /// <summary>Options of a stream, and no stream.</summary>
    OptionsWithoutStream = 4,

    /// <summary>A content that is a list of parts.</summary>
    ContentList = 8,

    /// <summary>A message of the role <c>developer</c>.</summary>
    DeveloperRole = 16,

    /// <summary>A call in the history whose arguments are no JSON object in a text.</summary>
    BrokenArguments = 32,

    /// <summary>A message without content and without calls.</summary>
    NoContent = 64,

    /// <summary>A picture in the request that is no JPEG, PNG or WebP by what it says of itself.</summary>
    OddImage = 128,

    /// <summary>A whole number written with a fraction or an exponent.</summary>
    FractionalNumber = 256,

    /// <summary>An assistant's text that is to be gone on with, while thinking is not switched off.</summary>
    BegunWhileThinking = 512,

    /// <summary>The same in the body's member <c>prefix</c>.</summary>
    PrefixWhileThinking = 1024,
}

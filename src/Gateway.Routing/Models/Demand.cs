namespace Gateway.Routing.Models;

/// <summary>
/// The needs of a request, as its body shows them, which the model that answers it must meet. A set: values are joined with <c>|</c>.
/// </summary>
[Flags]
public enum Demand
{
    /// <summary>Nothing beyond text.</summary>
    None = 0,

    /// <summary>Vision: the messages hold images.</summary>
    Vision = 1,

    /// <summary>Hearing: the messages hold audio.</summary>
    Audio = 2,

    /// <summary>Tool calls: the request offers tools.</summary>
    Tools = 4,

    /// <summary>Filling in the middle in a chat: the request holds a <c>suffix</c> or a <c>prefix</c>.</summary>
    FIM = 8,

    /// <summary>Output that follows a JSON schema.</summary>
    JsonSchema = 16,

    /// <summary>
    /// Images not sent as JPEG, PNG or WebP inside the request, such as http(s) addresses. The backend handles them, not the model.
    /// </summary>
    ImageAddress = 32,

    /// <summary>Several answers at once: the request asks for <c>n</c> of them. The backend makes them, not the model.</summary>
    Choices = 64,

    /// <summary>Input as token numbers instead of text. The backend handles it, not the model.</summary>
    Tokens = 128,

    /// <summary>Filling in the middle of a bare text: a completion request holds a <c>suffix</c>.</summary>
    Infill = 256,
}

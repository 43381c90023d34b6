namespace Gateway.Routing.Models;

/// <summary>What a request needs of the model that answers it, as its body shows. A set: values are joined with <c>|</c>.</summary>
[Flags]
public enum Demand
{
    /// <summary>Nothing beyond text.</summary>
    None = 0,

    /// <summary>To see: the messages hold images.</summary>
    Vision = 1,

    /// <summary>To hear: the messages hold audio.</summary>
    Audio = 2,

    /// <summary>To call tools: the request offers some.</summary>
    Tools = 4,

    /// <summary>To fill in the middle in a chat: the request holds a <c>suffix</c> or a <c>prefix</c>.</summary>
    FIM = 8,

    /// <summary>To keep to a JSON schema.</summary>
    JsonSchema = 16,

    /// <summary>
    /// To take images otherwise than as JPEG, PNG or WebP inside the request: by their http(s) addresses, or in other formats. That is the
    /// backend's work and not the model's.
    /// </summary>
    ImageAddress = 32,

    /// <summary>To make several answers at once: the request asks for <c>n</c> of them. That is the backend's work and not the model's.</summary>
    Choices = 64,

    /// <summary>To take numbers of tokens instead of text. That is the backend's work and not the model's.</summary>
    Tokens = 128,

    /// <summary>To fill in the middle of a bare text: a request for a completion holds a <c>suffix</c>.</summary>
    Infill = 256,
}

namespace Gateway.Routing.Models;

/// <summary>An ability or speciality of a model that a client may ask for by name. A set: values are joined with <c>|</c>.</summary>
[Flags]
public enum Tag
{
    /// <summary>The empty set.</summary>
    None = 0,

    /// <summary>Tuned for program code.</summary>
    Coder = 1,

    /// <summary>Tuned for mathematics or formal proof.</summary>
    Math = 2,

    /// <summary>Accepts images in chat messages.</summary>
    Vision = 4,

    /// <summary>Calls tools.</summary>
    Tools = 8,

    /// <summary>Fills in the middle between a prefix and a suffix.</summary>
    FIM = 16,

    /// <summary>Thinks before it answers, always or when asked to.</summary>
    Reasoning = 32,

    /// <summary>Follows a conversation; a base model that only continues text does not.</summary>
    Chat = 64,

    /// <summary>Accepts audio in chat messages.</summary>
    Audio = 128,
}

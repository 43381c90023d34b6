namespace Gateway.Routing.Models;

/// <summary>The unit that a price is for.</summary>
public enum PriceUnit
{
    /// <summary>A million tokens, with prices of their own for prompt, answer and their parts.</summary>
    Tokens,

    /// <summary>One picture.</summary>
    Picture,

    /// <summary>One second of audio or video.</summary>
    Second,

    /// <summary>One minute of audio or video.</summary>
    Minute,

    /// <summary>A million characters read aloud.</summary>
    Character,

    /// <summary>One video, however long.</summary>
    Video,

    /// <summary>One document that is ranked.</summary>
    Document,
}

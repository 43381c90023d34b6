namespace Gateway.Routing.Models;

/// <summary>The purpose of a model: the kind of endpoint it can serve.</summary>
public enum ModelType
{
    /// <summary>Text out, from text or from text with images; includes plain completion.</summary>
    Chat,

    /// <summary>Vectors out.</summary>
    Embedding,

    /// <summary>Ranked documents out.</summary>
    Rerank,

    /// <summary>Images out.</summary>
    Image,

    /// <summary>Audio out.</summary>
    Speech,

    /// <summary>Text out, from audio.</summary>
    Transcription,

    /// <summary>Video out.</summary>
    Video,
}

namespace Gateway.Routing.Models;

/// <summary>What a model is for: which kind of endpoint it can serve.</summary>
public enum ModelType
{
    /// <summary>Text out, from text or from text with images; also plain completion.</summary>
    Chat,

    /// <summary>Vectors out.</summary>
    Embedding,

    /// <summary>An order of documents out.</summary>
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

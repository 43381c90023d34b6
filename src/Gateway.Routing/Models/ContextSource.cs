namespace Gateway.Routing.Models;

/// <summary>How the context of a model is known.</summary>
public enum ContextSource
{
    /// <summary>The operator set it.</summary>
    Operator,

    /// <summary>The backend reports the context the model is loaded with now, or the one it serves.</summary>
    Loaded,

    /// <summary>The model has a setting of its own, such as Ollama's <c>num_ctx</c>.</summary>
    OwnSetting,

    /// <summary>The context the model was last seen loaded with.</summary>
    LastLoaded,

    /// <summary>The context of another loaded model without a setting of its own: the server's setting for all of them.</summary>
    ServerSetting,

    /// <summary>The default of this kind of server.</summary>
    KindsDefault,

    /// <summary>An answer to a prompt that was cut, so the context is at least this long; or a refusal that named the context.</summary>
    CutAnswer,

    /// <summary>The trained context, for a backend that gives models all they can take or does not tell.</summary>
    Trained,

    /// <summary>A row of the curated table.</summary>
    CuratedTable,
}

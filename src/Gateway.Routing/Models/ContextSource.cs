namespace Gateway.Routing.Models;

/// <summary>How it is known what context a model is given.</summary>
public enum ContextSource
{
    /// <summary>The operator says so.</summary>
    Operator,

    /// <summary>The backend says what the model is loaded with at present, or what it serves.</summary>
    Loaded,

    /// <summary>The model brings a setting of its own, such as Ollama's <c>num_ctx</c>.</summary>
    OwnSetting,

    /// <summary>What the model was last seen loaded with.</summary>
    LastLoaded,

    /// <summary>What another model was loaded with that has no setting of its own either: the server's setting for all of them.</summary>
    ServerSetting,

    /// <summary>What servers of this kind give where nobody sets anything.</summary>
    KindsDefault,

    /// <summary>An answer whose prompt was cut, so that the context is this at the least, or a refusal that named it.</summary>
    CutAnswer,

    /// <summary>What the model was trained for, of a backend that gives models all they can take, or does not tell.</summary>
    Trained,

    /// <summary>The curated table.</summary>
    CuratedTable,
}

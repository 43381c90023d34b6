namespace Gateway.Routing.Names;

/// <summary>The kinds of things a routed name stands for.</summary>
public enum RouteKind
{
    /// <summary>A choice by what the request holds: <c>auto</c>.</summary>
    Auto,

    /// <summary>A tag, several tags, or another route of the configuration.</summary>
    Tag,

    /// <summary>All models of a type, such as <c>Embedding</c>.</summary>
    Type,

    /// <summary>A model's own name, on every backend that holds it.</summary>
    Model,

    /// <summary>A model on one backend, written <c>backend/model</c>.</summary>
    ModelOnBackend,
}

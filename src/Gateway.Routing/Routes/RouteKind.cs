namespace Gateway.Routing.Routes;

/// <summary>What a routed name stands for.</summary>
public enum RouteKind
{
    /// <summary>A tag or another route of the configuration.</summary>
    Tag,

    /// <summary>Another accepted name for a <see cref="Tag"/>; listed nowhere, accepted everywhere.</summary>
    Alias,

    /// <summary>A tag or alias with a wish for a place, such as <c>Coder:local</c>; listed nowhere.</summary>
    Wish,

    /// <summary>A model's own name, on every backend that holds it.</summary>
    Model,

    /// <summary>A model on one backend, written <c>backend/model</c>.</summary>
    ModelOnBackend,
}

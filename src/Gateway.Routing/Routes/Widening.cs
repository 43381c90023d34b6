namespace Gateway.Routing.Routes;

/// <summary>How far a tag reaches for a request that none of its own candidates can serve.</summary>
public enum Widening
{
    /// <summary>To any model that is known to meet the request's needs. The default.</summary>
    Any,

    /// <summary>To models with the same tag.</summary>
    Tag,

    /// <summary>Nowhere: the request is refused, and the refusal says what is missing.</summary>
    None,
}

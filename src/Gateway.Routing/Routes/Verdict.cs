namespace Gateway.Routing.Routes;

/// <summary>The verdict on whether a model can serve a request; if not, the first reason.</summary>
public enum Verdict
{
    /// <summary>It can serve the request.</summary>
    Able,

    /// <summary>Its backend is known not to hold it.</summary>
    NotHeld,

    /// <summary>Its backend says that it cannot be loaded.</summary>
    LoadFailed,

    /// <summary>It is for something else, such as embeddings.</summary>
    OtherType,

    /// <summary>Its backend's API does not have the requested operation at all.</summary>
    NoOperation,

    /// <summary>It is not the model the name means, and their answers cannot be compared.</summary>
    OtherModel,

    /// <summary>It is not on the team's own machines, or not proved to be.</summary>
    NotLocal,

    /// <summary>It is on the team's own machines, and the cloud was asked for.</summary>
    NotCloud,

    /// <summary>It is not known to have the tag.</summary>
    LacksTag,

    /// <summary>It is known not to meet the request's needs.</summary>
    LacksDemand,

    /// <summary>It is not known to meet the request's needs.</summary>
    UnknownDemand,

    /// <summary>It is distilled, or not proved not to be.</summary>
    Distilled,

    /// <summary>It has more parameters than asked for.</summary>
    TooLarge,

    /// <summary>It has fewer parameters than asked for.</summary>
    TooSmall,

    /// <summary>A size was asked for, and its own is unknown.</summary>
    SizeUnknown,

    /// <summary>The prompt is longer than its context.</summary>
    ContextTooShort,

    /// <summary>The prompt may be longer than its context, and its backend would cut it silently.</summary>
    MayBeCut,
}

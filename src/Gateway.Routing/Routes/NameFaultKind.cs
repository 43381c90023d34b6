namespace Gateway.Routing.Routes;

/// <summary>What is wrong with a name.</summary>
public enum NameFaultKind
{
    /// <summary>Nothing answers to it.</summary>
    UnknownName,

    /// <summary>One of the names joined with <c>+</c> is no tag.</summary>
    UnknownTag,

    /// <summary>What stands behind the colon is no wish.</summary>
    UnknownWish,

    /// <summary>Two wishes exclude each other.</summary>
    Contradiction,

    /// <summary>What stands behind the <c>@</c> is no size.</summary>
    NoSize,
}

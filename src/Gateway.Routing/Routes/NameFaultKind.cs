namespace Gateway.Routing.Routes;

/// <summary>The kinds of mistakes in a name.</summary>
public enum NameFaultKind
{
    /// <summary>Nothing has this name.</summary>
    UnknownName,

    /// <summary>One of the names joined with <c>+</c> is not a tag.</summary>
    UnknownTag,

    /// <summary>The word after the colon is not a wish.</summary>
    UnknownWish,

    /// <summary>Two wishes exclude each other.</summary>
    Contradiction,

    /// <summary>The text after the <c>@</c> is not a size.</summary>
    NoSize,
}

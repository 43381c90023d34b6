namespace Gateway.Routing.Selection;

/// <summary>How far a request had to reach for a candidate.</summary>
public enum Stage
{
    /// <summary>Those behind the name itself.</summary>
    Own,

    /// <summary>Any model with the name's tag.</summary>
    WithTag,

    /// <summary>Any model that meets what the request needs.</summary>
    AnyAble,
}

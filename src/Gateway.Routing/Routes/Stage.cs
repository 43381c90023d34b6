namespace Gateway.Routing.Routes;

/// <summary>How far a request had to reach for a candidate.</summary>
public enum Stage
{
    /// <summary>The candidates of the name itself.</summary>
    Own,

    /// <summary>Any model with the name's tag.</summary>
    WithTag,

    /// <summary>Any model that meets the request's needs.</summary>
    AnyAble,
}

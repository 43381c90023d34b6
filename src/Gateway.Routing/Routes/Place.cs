namespace Gateway.Routing.Routes;

/// <summary>Where a request may be served.</summary>
public enum Place
{
    /// <summary>Anywhere.</summary>
    Any,

    /// <summary>On the team's own machines only: a backend that is local, and a model that it does not itself send on.</summary>
    Local,

    /// <summary>Not on the team's own machines.</summary>
    Cloud,
}

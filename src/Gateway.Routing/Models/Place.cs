namespace Gateway.Routing.Models;

/// <summary>The machines on which a request may be served.</summary>
public enum Place
{
    /// <summary>Anywhere.</summary>
    Any,

    /// <summary>Only on the team's own machines: a local backend, and a model it does not send on.</summary>
    Local,

    /// <summary>Not on the team's own machines.</summary>
    Cloud,
}

using System.Text.Json.Serialization;

namespace Gateway.Routing.Routes;

/// <summary>The handling of a request whose first candidate must be loaded before it can answer.</summary>
public enum ColdStart
{
    /// <summary>Wait until the model is loaded. The default.</summary>
    Wait,

    /// <summary>Let a candidate that needs no loading answer, if there is one.</summary>
    Cloud,

    /// <summary>The same, and load the model meanwhile, so that it answers the next request.</summary>
    [JsonStringEnumMemberName("warm-and-cloud")]
    WarmAndCloud,
}

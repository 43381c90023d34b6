using System.Text.Json.Serialization;

namespace Gateway.Routing.Selection;

/// <summary>What becomes of a request whose first candidate must be loaded before it answers.</summary>
public enum ColdStart
{
    /// <summary>It waits until the model is loaded. The default.</summary>
    Wait,

    /// <summary>A candidate that needs no loading answers, where there is one.</summary>
    Cloud,

    /// <summary>The same, and the model is loaded meanwhile, so that it answers the next.</summary>
    [JsonStringEnumMemberName("warm-and-cloud")]
    WarmAndCloud,
}

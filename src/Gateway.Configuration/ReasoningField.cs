using System.Text.Json.Serialization;

namespace Gateway.Configuration;

/// <summary>The field of an answer in which a client reads reasoning.</summary>
internal enum ReasoningField
{
    [JsonStringEnumMemberName("reasoning_content")]
    ReasoningContent,

    [JsonStringEnumMemberName("reasoning")]
    Reasoning,
}

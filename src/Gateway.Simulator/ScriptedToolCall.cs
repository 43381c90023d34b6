using System.Text.Json.Serialization;

namespace Gateway.Simulator;

/// <summary>A tool call of a scripted answer.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScriptedToolCall
{
    /// <summary>The name of the function.</summary>
    public required string Name { get; init; }

    /// <summary>The arguments as the text to send. It is not checked, so that invalid JSON can be scripted.</summary>
    public string Arguments { get; init; } = "{}";

    /// <summary>The id; null derives one in the manner of the personality.</summary>
    public string? Id { get; init; }
}

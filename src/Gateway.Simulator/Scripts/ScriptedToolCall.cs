using System.Text.Json.Serialization;

namespace Gateway.Simulator.Scripts;

/// <summary>A tool call of a scripted answer.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScriptedToolCall
{
    /// <summary>The name of the function.</summary>
    public required string Name { get; init; }

    /// <summary>The arguments, sent as this text. It is not checked, so invalid JSON can be scripted.</summary>
    public string Arguments { get; init; } = "{}";

    /// <summary>The id; null derives one in the personality's style.</summary>
    public string? Id { get; init; }
}

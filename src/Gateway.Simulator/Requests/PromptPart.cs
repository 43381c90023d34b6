namespace Gateway.Simulator.Requests;

/// <summary>What a message weighs in a prompt.</summary>
/// <param name="IsSystem">Whether the system says it, which is not dropped.</param>
/// <param name="Characters">Its text, and what its tool calls say.</param>
internal readonly record struct PromptPart(bool IsSystem, int Characters);

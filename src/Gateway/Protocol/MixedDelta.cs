namespace Gateway.Protocol;

/// <summary>A delta that holds both reasoning and content: LobeChat drops the content of such an event.</summary>
/// <param name="Content">The value of <c>content</c>.</param>
/// <param name="Reasoning">The value of the reasoning field.</param>
/// <param name="FinishReason">The value of <c>finish_reason</c>, if it is there.</param>
internal readonly record struct MixedDelta(JsonRange Content, JsonRange Reasoning, JsonRange FinishReason)
{
    public bool IsMixed => !Content.IsAbsent;
}

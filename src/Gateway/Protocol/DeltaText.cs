namespace Gateway.Protocol;

/// <summary>What an event adds to the text of an answer.</summary>
/// <param name="Content">The value of <c>content</c>, where it is not empty; of several choices, the last one's.</param>
/// <param name="HasOther">Whether it holds anything that is neither text nor reasoning nor a tool call, such as a call in the old form.</param>
internal readonly record struct DeltaText(JsonRange Content, bool HasOther);

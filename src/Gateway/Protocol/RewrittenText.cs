namespace Gateway.Protocol;

/// <summary>What a delta says, where the client gets it otherwise than it stands there: both without quotes, escaped as JSON is.</summary>
/// <param name="Text">The content.</param>
/// <param name="Thought">What of the content is reasoning.</param>
internal readonly record struct RewrittenText(ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte> Thought);

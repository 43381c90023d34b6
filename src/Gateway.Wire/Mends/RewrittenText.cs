namespace Gateway.Wire.Mends;

/// <summary>The changed text of a delta as the client gets it. Both parts are without quotes and escaped as in JSON.</summary>
/// <param name="Text">The content.</param>
/// <param name="Thought">The part of the content that is reasoning.</param>
internal readonly record struct RewrittenText(ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte> Thought);

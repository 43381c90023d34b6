namespace Gateway.Protocol;

/// <summary>One place where bytes that are passed on differ from those received: a range, and what stands there instead.</summary>
internal readonly record struct ByteEdit(int Start, int Length, ReadOnlyMemory<byte> Replacement);

namespace Gateway.Wire.Bytes;

/// <summary>A range where the bytes passed on differ from those received, and its replacement.</summary>
internal readonly record struct ByteEdit(int Start, int Length, ReadOnlyMemory<byte> Replacement);

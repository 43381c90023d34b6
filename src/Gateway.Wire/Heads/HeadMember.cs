namespace Gateway.Wire.Heads;

/// <summary>The position of a member of the body's object that may have to be changed.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Start">The quote that begins its name.</param>
/// <param name="Value">The first byte of its value.</param>
/// <param name="End">The first byte after its value.</param>
internal readonly record struct HeadMember(HeadKeys Key, int Start, int Value, int End)
{
    /// <summary>Its value as written in the body.</summary>
    /// <param name="body">The body.</param>
    public ReadOnlySpan<byte> ValueIn(ReadOnlySpan<byte> body) => body[Value..End];

    /// <summary>True when the member is present and not null. Null asks for nothing.</summary>
    /// <param name="body">The body.</param>
    public bool AsksIn(ReadOnlySpan<byte> body) => Key != HeadKeys.None && body[Value] != (byte)'n';
}

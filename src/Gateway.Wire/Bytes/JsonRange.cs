namespace Gateway.Wire.Bytes;

/// <summary>The position of a token in the body. A length of zero means it is absent.</summary>
internal readonly record struct JsonRange(int Start, int Length)
{
    public bool IsAbsent => Length == 0;

    public int End => Start + Length;
}

namespace Gateway.Protocol;

/// <summary>Where a token stands in the body. A length of zero: it does not.</summary>
internal readonly record struct JsonRange(int Start, int Length)
{
    public bool IsAbsent => Length == 0;

    public int End => Start + Length;
}

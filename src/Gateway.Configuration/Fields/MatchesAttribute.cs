namespace Gateway.Configuration.Fields;

/// <summary>The pattern a text must match.</summary>
/// <param name="pattern">A regular expression that JSON Schema also understands.</param>
/// <param name="wanted">The same in words, for the operator.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MatchesAttribute(string pattern, string wanted) : Attribute
{
    public string Pattern { get; } = pattern;

    public string Wanted { get; } = wanted;

    /// <summary>True when a wrong value may be a misplaced secret, which the message must not repeat.</summary>
    public bool IsSecret { get; init; }
}

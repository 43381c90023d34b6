namespace Gateway.Configuration.Binding;

/// <summary>The form of a text.</summary>
/// <param name="pattern">A regular expression, also understood by JSON Schema.</param>
/// <param name="wanted">The same in words, for the operator.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MatchesAttribute(string pattern, string wanted) : Attribute
{
    public string Pattern { get; } = pattern;

    public string Wanted { get; } = wanted;

    /// <summary>A wrong value may be a secret put in the wrong place, and is not repeated in the message.</summary>
    public bool Secret { get; init; }
}

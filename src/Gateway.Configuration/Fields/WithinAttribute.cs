namespace Gateway.Configuration.Fields;

/// <summary>The limits of a value, written like the value itself.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithinAttribute(string min, string max) : Attribute
{
    public string Min { get; } = min;

    public string Max { get; } = max;
}

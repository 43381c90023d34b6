namespace Gateway.Configuration.Binding;

/// <summary>The limits of a value, written as the value itself is.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithinAttribute(string min, string max) : Attribute
{
    public string Min { get; } = min;

    public string Max { get; } = max;
}

namespace Gateway.Configuration.Fields;

/// <summary>
/// Marks a key, or a group with all its keys, that is read once, at start. A change is reported as pending, the old value stays in force
/// until the next start, and the schema says so.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NeedsRestartAttribute : Attribute;

namespace Gateway.Configuration.Binding;

/// <summary>
/// Marks a key, or a group with all its keys, that is read once, at start. A change of it is told as one that waits, the old value stays in
/// force until then, and the schema says so.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NeedsRestartAttribute : Attribute;

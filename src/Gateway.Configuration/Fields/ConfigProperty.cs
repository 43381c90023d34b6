using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gateway.Configuration.Fields;

/// <summary>One key of the configuration. Both the binder and the schema use it, so that they cannot differ.</summary>
internal sealed class ConfigProperty
{
    private readonly PropertyInfo _property;

    private ConfigProperty(PropertyInfo property)
    {
        _property = property;
        Key = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        // A group says what it is at its own type.
        Description = (property.GetCustomAttribute<DescriptionAttribute>() ?? Type.GetCustomAttribute<DescriptionAttribute>()!).Description;
        Within = property.GetCustomAttribute<WithinAttribute>();
        Matches = property.GetCustomAttribute<MatchesAttribute>();
        NeedsRestart = property.IsDefined(typeof(NeedsRestartAttribute));
    }

    public string Key { get; }

    /// <summary>The group the key belongs to.</summary>
    public Type Owner => _property.ReflectedType!;

    public Type Type { get; }

    public bool IsRequired { get; }

    public string Description { get; }

    public WithinAttribute? Within { get; }

    public MatchesAttribute? Matches { get; }

    /// <summary>The type of a list's items; null when it is not a list.</summary>
    public Type? ItemType => Type.IsGenericType ? Type.GetGenericArguments()[0] : null;

    public static IReadOnlyList<ConfigProperty> Of(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => new ConfigProperty(p))];

    /// <summary>True when it is read at start only, with everything in it.</summary>
    public bool NeedsRestart { get; }

    /// <summary>True when it contains keys of its own.</summary>
    public bool IsGroup => ItemType is null && IsGroupType(Type);

    public static bool IsGroupType(Type type) => type.IsClass && type != typeof(string);

    public void Set(object target, object? value) => _property.SetValue(target, value);

    public object? ValueOf(object target) => _property.GetValue(target);
}

using System.Text.Json;

namespace Gateway.Wire.Bytes;

/// <summary>A member of an object: the positions of its name and value, and the value's type; the default when it is missing.</summary>
internal readonly record struct JsonMember(JsonRange Name, JsonRange Value, JsonTokenType Type)
{
    public bool IsAbsent => Name.IsAbsent;

    /// <summary>True when it is a non-empty string.</summary>
    public bool IsText => Type == JsonTokenType.String && Value.Length > 2;
}

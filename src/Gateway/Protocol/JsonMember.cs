using System.Text.Json;

namespace Gateway.Protocol;

/// <summary>A member of an object: where its name and its value stand, and what the value is; the default where there is none.</summary>
internal readonly record struct JsonMember(JsonRange Name, JsonRange Value, JsonTokenType Type)
{
    public bool IsAbsent => Name.IsAbsent;

    /// <summary>Whether it is a string that is not empty.</summary>
    public bool IsText => Type == JsonTokenType.String && Value.Length > 2;
}

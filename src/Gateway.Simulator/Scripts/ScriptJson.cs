using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gateway.Simulator.Scripts;

/// <summary>Reads scripts and facts, and overlays the members of one on another.</summary>
internal static class ScriptJson
{
    // Reflection is needed: generated code would lose the defaults of init-only members that the JSON leaves out.
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static T Read<T>(JsonElement json)
        where T : class, new() => Overlay(new T(), json);

    public static T Overlay<T>(T script, JsonElement json)
        where T : class
    {
        string[] names = [.. typeof(T).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new ScriptException("A script must be a JSON object.");
        }
        var merged = JsonSerializer.SerializeToNode(script, s_options)!.AsObject();
        foreach (var member in json.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                throw new ScriptException($"Unknown member '{member.Name}' in a script. The members are: {string.Join(", ", names)}.");
            }
            merged[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }
        try
        {
            return merged.Deserialize<T>(s_options)!;
        }
        catch (JsonException e)
        {
            throw new ScriptException($"A script cannot be read at {e.Path}: {e.Message}");
        }
    }
}

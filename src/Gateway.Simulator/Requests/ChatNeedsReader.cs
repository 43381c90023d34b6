using System.Text.Json;
using Gateway.Simulator.Json;

namespace Gateway.Simulator.Requests;

/// <summary>Reads the needs of a chat request. It is lenient: a member of the wrong type counts as absent.</summary>
internal static class ChatNeedsReader
{
    private static readonly string[] s_thinking = ["reasoning_effort", "reasoning", "think"];
    private static readonly string[] s_types = ["object", "array", "string", "number", "integer", "boolean", "null"];
    private static readonly string[] s_switches = ["enable_thinking", "thinking_budget"];

    public static ChatNeeds Read(JsonElement root)
    {
        var needs = new ChatNeeds
        {
            HasTools = root.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() > 0,
            LeavesToolChoice = !root.TryGetProperty("tool_choice", out var choice)
                || choice.ValueKind == JsonValueKind.Null || (choice.ValueKind == JsonValueKind.String && choice.ValueEquals("auto")),
            AsksToThink = s_thinking.Any(n => Is(root, n)),
            SwitchesThinking = s_switches.Any(n => Is(root, n)),
            HasBadSchema = HasBadSchema(root),
            HasSuffix = Is(root, "suffix"),
            HasLoneSurrogate = HasLoneSurrogate(root),
        };
        return root.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array
            ? ReadMessages(needs, [.. messages.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object)])
            : needs;
    }

    private static ChatNeeds ReadMessages(ChatNeeds needs, IReadOnlyList<JsonElement> messages)
    {
        string[] roles = [.. messages.Select(m => m.TryGetProperty("role", out var role) ? JsonTexts.Of(role) ?? "" : "")];
        string[] talk = [.. roles.Where(r => r is "user" or "assistant")];
        return needs with
        {
            SystemIsFirst = !roles.Skip(1).Any(r => r is "system" or "developer"),
            RolesAlternate = talk.Index().All(r => r.Item == (r.Index % 2 == 0 ? "user" : "assistant")),
            HasImage = messages.Any(HasImage),
            HasNullContent = messages.Any(m => !Is(m, "content") && !Is(m, "tool_calls")),
            HasBrokenArguments = messages.Any(HasBrokenArguments),
        };
    }

    private static bool HasBadSchema(JsonElement root) =>
        root.TryGetProperty("response_format", out var format) && format.ValueKind == JsonValueKind.Object
        && format.TryGetProperty("json_schema", out var named) && named.ValueKind == JsonValueKind.Object
        && named.TryGetProperty("schema", out var schema) && schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("type", out var type) && JsonTexts.Of(type) is { } text && !s_types.Contains(text);

    private static bool Is(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    private static bool HasImage(JsonElement message) =>
        message.TryGetProperty("content", out var content)
        && content.ValueKind == JsonValueKind.Array
        && content.EnumerateArray().Any(p => p.ValueKind == JsonValueKind.Object && p.TryGetProperty("image_url", out _));

    private static bool HasBrokenArguments(JsonElement message) =>
        message.TryGetProperty("tool_calls", out var calls)
        && calls.ValueKind == JsonValueKind.Array
        && calls.EnumerateArray().Any(c =>
            c.ValueKind == JsonValueKind.Object
            && c.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object
            && function.TryGetProperty("arguments", out var arguments) && JsonTexts.Of(arguments) is { } text
            && !IsJson(text));

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool HasLoneSurrogate(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Any(m => HasLoneSurrogate(m.Value)),
        JsonValueKind.Array => json.EnumerateArray().Any(HasLoneSurrogate),
        JsonValueKind.String => JsonTexts.Of(json) is null,
        _ => false,
    };
}

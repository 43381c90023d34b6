using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Simulator.Requests;

/// <summary>Reads a completion request as a chat whose only message is the prompt.</summary>
internal static class CompletionReader
{
    /// <returns>Null when the body is not a JSON object.</returns>
    public static ChatRequest? Read(ReadOnlyMemory<byte> body, RequestForm form)
    {
        try
        {
            return JsonNode.Parse(body.Span) is JsonObject root ? Read(root, form) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ChatRequest? Read(JsonObject root, RequestForm form)
    {
        string[] members = [.. root.Select(static m => m.Key)];
        var prompt = root[form == RequestForm.Infill ? "input_prefix" : "prompt"];
        var suffix = Text(root[form == RequestForm.Infill ? "input_suffix" : "suffix"]);
        var prompts = prompt is JsonArray several ? several.Count(static p => p is JsonValue value && value.TryGetValue<string>(out _)) : 1;
        var said = prompt is JsonArray ? string.Concat(((JsonArray)prompt).Select(Text)) : Text(prompt) ?? "";
        var tokens = prompt is JsonArray list && prompts == 0 ? list.Count : 0;
        root["max_tokens"] ??= root["n_predict"]?.DeepClone();
        root["messages"] = prompt is null ? null : new JsonArray(new JsonObject
        {
            ["role"] = "user",
            // A prompt of token numbers is replaced by text of the same token count.
            ["content"] = said + suffix + new string('t', tokens * 4),
        });
        var request = ChatRequestReader.Read(Encoding.UTF8.GetBytes(root.ToJsonString()));
        return request is null ? null : request with
        {
            Form = form,
            Members = members,
            HasManyPrompts = prompts > 1,
            HasListOfPrompts = prompt is JsonArray,
            Choices = request.Choices * Math.Max(1, prompts),
            Prefix = null,
        };
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

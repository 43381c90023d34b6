using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Backends.Discovery;
using Gateway.Providers.Ollama;
using Gateway.Routing.Models;

namespace Gateway.Providers.LmStudio;

/// <summary>Reads the items of LM Studio's own lists. A fact that an item leaves out is unknown, not denied.</summary>
internal static class LmStudioModels
{
    /// <summary>Reads an item of <c>/api/v1/models</c>.</summary>
    public static ModelFacts? Present(JsonElement item)
    {
        if (item.Text("key") is not { } name)
        {
            return null;
        }

        var can = item.Member("capabilities") ?? default;
        var instances = item.List("loaded_instances");
        // With several instances, nobody knows which will answer.
        var served = instances?.Select(i => (i.Member("config") ?? default).Count("context_length")).Min();
        return new ModelFacts(name)
        {
            Type = TypeOf(item),
            Capabilities = IsEmbedding(item) ? ["embedding"] : can.ValueKind == JsonValueKind.Object ? Words(can) : null,
            Judges = (can.Flag("vision") is null
                ? Tag.None
                : Tag.Vision) | (can.Flag("trained_for_tool_use") is null ? Tag.None : Tag.Tools),
            ContextLength = item.Count("max_context_length"),
            ServedContext = served,
            ServedSource = served is null ? null : ContextSource.Loaded,
            // "26B-A4B": all parameters first, then those active for one token.
            ParameterSize = item.Text("params_string")?.Split('-')[0],
            Quantization = (item.Member("quantization") ?? default).Text("name"),
            Family = item.Text("architecture"),
            IsWarm = instances is null ? null : instances.Count > 0,
        };
    }

    /// <summary>Reads an item of <c>/api/v0/models</c>.</summary>
    public static ModelFacts? Old(JsonElement item)
    {
        if (item.Text("id") is not { } name)
        {
            return null;
        }

        var type = item.Text("type");
        var tellsTools = item.List("capabilities") is not null;
        var state = item.Text("state");
        var served = item.Count("loaded_context_length");
        return new ModelFacts(name)
        {
            Type = TypeOf(item),
            Capabilities = IsEmbedding(item) ? ["embedding"]
                : type is "vlm" or "llm" || tellsTools
                    ? ["completion", .. Word(type == "vlm", "vision"), .. OllamaTags.Capabilities(item) ?? []]
                : null,
            Judges = (type is "vlm" or "llm" ? Tag.Vision : Tag.None) | (tellsTools ? Tag.Tools : Tag.None),
            ContextLength = item.Count("max_context_length"),
            ServedContext = served,
            ServedSource = served is null ? null : ContextSource.Loaded,
            Quantization = item.Text("quantization"),
            Family = item.Text("arch"),
            IsWarm = state is null ? null : state == "loaded",
        };
    }

    private static bool IsEmbedding(JsonElement item) => TypeOf(item) == ModelType.Embedding;

    private static ModelType? TypeOf(JsonElement item) => item.Text("type") switch
    {
        "embedding" or "embeddings" => ModelType.Embedding,
        "llm" or "vlm" => ModelType.Chat,
        _ => null,
    };

    private static ImmutableArray<string> Words(JsonElement can) =>
    [
        "completion",
        .. Word(can.Flag("vision") == true, "vision"),
        .. Word(can.Flag("trained_for_tool_use") == true, "tool_use"),
        // An object with the efforts that may be requested.
        .. Word(can.Flag("reasoning") == true || can.Member("reasoning") is { ValueKind: JsonValueKind.Object }, "reasoning"),
    ];

    private static string[] Word(bool isThere, string word) => isThere ? [word] : [];
}

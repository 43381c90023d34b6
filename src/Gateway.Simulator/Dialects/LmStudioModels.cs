using System.Text.Json.Nodes;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects;

/// <summary>LM Studio's own lists of models, of both versions. The first model is loaded, the others would be on their first request.</summary>
internal static class LmStudioModels
{
    private const int Context = 32768;
    private const long Size = 4_700_000_000;

    public static ErrorAnswer? Page(string path, IReadOnlyList<string> models) => path switch
    {
        "/api/v0/models" => new(200, new JsonObject { ["object"] = "list", ["data"] = Items(models, Old) }.ToJsonString()),
        "/api/v1/models" => new(200, new JsonObject { ["models"] = Items(models, Present) }.ToJsonString()),
        _ => null,
    };

    private static JsonArray Items(IReadOnlyList<string> models, Func<string, bool, JsonObject> item) =>
        [.. models.Select((model, i) => item(model, i == 0))];

    private static JsonObject Old(string model, bool isLoaded) => new()
    {
        ["id"] = model,
        ["object"] = "model",
        ["type"] = Sees(model) ? "vlm" : "llm",
        ["publisher"] = "simulator",
        ["arch"] = "qwen2",
        ["compatibility_type"] = "gguf",
        ["quantization"] = "Q4_K_M",
        ["state"] = isLoaded ? "loaded" : "not-loaded",
        ["max_context_length"] = Context,
        ["capabilities"] = new JsonArray("tool_use"),
    };

    private static JsonObject Present(string model, bool isLoaded) => new()
    {
        ["type"] = "llm",
        ["publisher"] = "simulator",
        ["key"] = model,
        ["display_name"] = model,
        ["architecture"] = "qwen2",
        ["quantization"] = new JsonObject { ["name"] = "Q4_K_M", ["bits_per_weight"] = 4 },
        ["size_bytes"] = Size,
        ["params_string"] = "7B",
        ["loaded_instances"] = isLoaded
            ? [new JsonObject { ["id"] = model, ["config"] = new JsonObject { ["context_length"] = Context, ["parallel"] = 4 } }]
            : new JsonArray(),
        ["max_context_length"] = Context,
        ["format"] = "gguf",
        ["capabilities"] = new JsonObject { ["vision"] = Sees(model), ["trained_for_tool_use"] = true },
    };

    private static bool Sees(string model) => model.Contains("-vl", StringComparison.Ordinal);
}

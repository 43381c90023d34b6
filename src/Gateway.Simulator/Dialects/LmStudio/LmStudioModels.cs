using System.Text.Json.Nodes;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Dialects.LmStudio;

/// <summary>LM Studio's own lists of models, in both versions.</summary>
internal static class LmStudioModels
{
    private const string Embedding = "embedding";

    public static ErrorAnswer? Page(string path, BackendState state) => path switch
    {
        "/api/v0/models" => new(200, new JsonObject { ["object"] = "list", ["data"] = Items(state, Old) }.ToJsonString()),
        "/api/v1/models" when !state.Options.LmStudioBeforeV1 =>
            new(200, new JsonObject { ["models"] = Items(state, Present) }.ToJsonString()),
        _ => null,
    };

    private static JsonArray Items(BackendState state, Func<ModelFacts, bool, JsonObject> item)
    {
        var loaded = state.Loaded;
        return [.. state.Held.All.Select(model => item(model, loaded.Any(warm => warm.Name == model.Name)))];
    }

    private static JsonObject Old(ModelFacts model, bool isLoaded)
    {
        var item = new JsonObject
        {
            ["id"] = model.Name,
            ["object"] = "model",
            ["type"] = IsEmbedding(model) ? "embeddings" : model.LmStudioType,
            ["publisher"] = "simulator",
            ["arch"] = model.Family,
            ["compatibility_type"] = "gguf",
            ["quantization"] = model.Quantization,
            ["state"] = isLoaded ? "loaded" : "not-loaded",
            ["max_context_length"] = model.ContextLength,
        };
        if (model.Can("tools"))
        {
            item["capabilities"] = new JsonArray("tool_use");
        }
        return item;
    }

    private static JsonObject Present(ModelFacts model, bool isLoaded)
    {
        var item = new JsonObject
        {
            ["type"] = IsEmbedding(model) ? Embedding : "llm",
            ["publisher"] = "simulator",
            ["key"] = model.Name,
            ["display_name"] = model.Name,
            ["architecture"] = model.Family,
            ["quantization"] = new JsonObject { ["name"] = model.Quantization, ["bits_per_weight"] = model.BitsPerWeight },
            ["size_bytes"] = model.Size,
            ["params_string"] = IsEmbedding(model) ? null : model.ParameterSize,
            ["loaded_instances"] = isLoaded ? [Instance(model)] : new JsonArray(),
            ["max_context_length"] = model.ContextLength,
            ["format"] = "gguf",
        };
        if (!IsEmbedding(model))
        {
            item["capabilities"] = Capabilities(model);
        }
        return item;
    }

    private static JsonObject Instance(ModelFacts model) => new()
    {
        ["id"] = model.Name,
        ["config"] = new JsonObject { ["context_length"] = model.ServedContext ?? model.ContextLength, ["parallel"] = 4 },
    };

    private static JsonObject Capabilities(ModelFacts model)
    {
        var all = new JsonObject { ["vision"] = model.LmStudioType == "vlm", ["trained_for_tool_use"] = model.Can("tools") };
        if (model.Can("thinking"))
        {
            all["reasoning"] = new JsonObject { ["allowed_options"] = new JsonArray("off", "on"), ["default"] = "on" };
        }
        return all;
    }

    private static bool IsEmbedding(ModelFacts model) => model.LmStudioType.StartsWith(Embedding, StringComparison.Ordinal);
}

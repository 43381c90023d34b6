using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Dialects;

/// <summary>
/// What llama.cpp's server tells of its models. With several it is a router, which loads each in a process of its own.
/// </summary>
internal static class LlamaCppModels
{
    public const string Build = "b7010-simulated";
    private const int DefaultContext = 8192;

    public static bool IsRouter(BackendState state) => state.Models.Count > 1;

    public static void Write(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", OllamaTags.Modified.ToUnixTimeSeconds());
        writer.WriteString("owned_by", "llamacpp");
        if (IsRouter(state))
        {
            WriteStatus(writer, model, state);
        }
        else if (IsLoading(model, state))
        {
            writer.WriteNull("meta");
        }
        else
        {
            WriteMeta(writer, model);
        }
    }

    public static ErrorAnswer Props(IQueryCollection query, BackendState state)
    {
        var held = state.Held.All;
        if (!IsRouter(state))
        {
            return held is not [var only] || IsLoading(only, state) ? state.Dialect.Error("loadingModel") : Of(only);
        }
        if (query["model"].ToString() is not { Length: > 0 } asked)
        {
            return new(200, new JsonObject
            {
                ["role"] = "router",
                ["model_path"] = "none",
                ["default_generation_settings"] = new JsonObject { ["n_ctx"] = 0 },
                ["build_info"] = Build,
            }.ToJsonString());
        }
        if (held.FirstOrDefault(model => model.Name == asked) is not { } found)
        {
            return state.Dialect.Error("modelNotFound");
        }
        // Only the process of a model knows this, so the question loads the model unless it forbids that.
        if (query["autoload"].ToString() is not ("" or "true" or "1") && state.IsCold(found))
        {
            return state.Dialect.Error("notLoaded");
        }
        state.Use(found);
        return Of(found);
    }

    private static ErrorAnswer Of(ModelFacts model) => new(200, new JsonObject
    {
        ["default_generation_settings"] = new JsonObject
        {
            ["n_ctx"] = model.ServedContext ?? Math.Min(DefaultContext, model.ContextLength),
        },
        ["total_slots"] = 4,
        ["model_path"] = model.Name,
        ["chat_template"] = "",
        ["modalities"] = new JsonObject { ["vision"] = model.Can("vision"), ["audio"] = model.Can("audio") },
        ["build_info"] = Build,
        ["is_sleeping"] = false,
    }.ToJsonString());

    private static bool IsLoading(ModelFacts model, BackendState state) => state.Scripts.ErrorOf(model.Name) == "loadingModel";

    private static void WriteStatus(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteStartObject("status");
        writer.WriteString("value", IsLoading(model, state) ? "loading" : state.IsCold(model) ? "unloaded" : "loaded");
        writer.WriteEndObject();
        writer.WriteStartObject("architecture");
        WriteTexts(writer, "input_modalities", ["text", .. model.Can("vision") ? ["image"] : Array.Empty<string>()]);
        WriteTexts(writer, "output_modalities", [model.IsEmbedding ? "embeddings" : "text"]);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, string[] texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }
        writer.WriteEndArray();
    }

    private static void WriteMeta(Utf8JsonWriter writer, ModelFacts model)
    {
        writer.WriteStartObject("meta");
        writer.WriteNumber("n_ctx_train", model.ContextLength);
        writer.WriteNumber("n_embd", 3584);
        writer.WriteNumber("n_params", model.ParameterCount);
        writer.WriteNumber("size", model.Size);
        writer.WriteEndObject();
    }
}

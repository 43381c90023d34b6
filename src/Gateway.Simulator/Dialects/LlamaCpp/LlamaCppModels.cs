using System.Text.Json;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Dialects.LlamaCpp;

/// <summary>llama.cpp's lists of its models. With several models the server is a router that loads each in a process of its own.</summary>
internal static class LlamaCppModels
{
    public const string Build = "b7010-simulated";

    public static bool IsRouter(BackendState state) => state.Models.Count > 1;

    /// <summary>True when a script says that the model is being loaded.</summary>
    public static bool IsLoading(ModelFacts model, BackendState state) => state.Scripts.ErrorOf(model.Name) == "loadingModel";

    /// <summary>The list for clients of Ollama, which stands beside OpenAI's and has almost no facts.</summary>
    public static void WriteFirst(Utf8JsonWriter writer, BackendState state)
    {
        if (IsRouter(state))
        {
            return;
        }
        writer.WriteStartArray("models");
        foreach (var model in state.Held.All)
        {
            writer.WriteStartObject();
            writer.WriteString("name", model.Name);
            writer.WriteString("model", model.Name);
            writer.WriteString("type", "model");
            WriteTexts(writer, "capabilities", ["completion"]);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteString("id", model.Name);
        WriteTexts(writer, "aliases", IsRouter(state) ? model.Aliases : [model.Name, .. model.Aliases]);
        WriteTexts(writer, "tags", []);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", ModelFacts.Modified.ToUnixTimeSeconds());
        writer.WriteString("owned_by", "llamacpp");
        if (IsRouter(state))
        {
            WriteStatus(writer, model, state);
        }
        if (!IsRouter(state) || !state.IsCold(model))
        {
            WriteMeta(writer, model, state);
        }
    }

    /// <summary>The quantization as the file names it.</summary>
    public static string FileType(ModelFacts model)
    {
        var name = model.Quantization;
        return name switch
        {
            "F32" => "all F32",
            "MXFP4" => "MXFP4 MoE",
            _ when name.EndsWith("_K_S", StringComparison.Ordinal) => name[..^2] + " - Small",
            _ when name.EndsWith("_K_M", StringComparison.Ordinal) => name[..^2] + " - Medium",
            _ when name.EndsWith("_K_L", StringComparison.Ordinal) => name[..^2] + " - Large",
            _ => name,
        };
    }

    private static void WriteStatus(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteStartObject("status");
        var isLoading = IsLoading(model, state) || state.Scheduler.IsLoading(model);
        writer.WriteString("value", isLoading ? "loading" : state.IsCold(model) ? "unloaded" : "loaded");
        // The arguments of the model's process: the context is the total of all slots.
        var slots = state.Dialect.PlacesOf(model, state.Options)!.Value;
        WriteTexts(writer, "args",
        [
            "llama-server", "--alias", model.Name, "--ctx-size", $"{state.Dialect.ContextOf(model, state.Options) * slots}",
            "--model", $"models/{model.Name}.gguf", "--parallel", $"{slots}",
            .. model.IsEmbedding ? ["--embeddings"] : model.SubType == "reranker" ? ["--reranking"] : Array.Empty<string>(),
        ]);
        if (state.Scheduler.HasFailed(model))
        {
            writer.WriteNumber("exit_code", 1);
            writer.WriteBoolean("failed", true);
        }
        writer.WriteEndObject();
        writer.WriteStartObject("architecture");
        WriteTexts(writer, "input_modalities", ["text", .. model.Can("vision") ? ["image"] : Array.Empty<string>()]);
        WriteTexts(writer, "output_modalities", [model.IsEmbedding ? "embeddings" : "text"]);
        writer.WriteEndObject();
        writer.WriteString("source", "models_dir");
        writer.WriteBoolean("can_remove", false);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }
        writer.WriteEndArray();
    }

    private static void WriteMeta(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteStartObject("meta");
        writer.WriteNumber("vocab_type", 2);
        writer.WriteNumber("n_vocab", 49152);
        writer.WriteNumber("n_ctx", state.Dialect.ContextOf(model, state.Options)!.Value);
        writer.WriteNumber("n_ctx_train", model.ContextLength);
        writer.WriteNumber("n_embd", 3584);
        writer.WriteNumber("n_params", model.ParameterCount);
        writer.WriteNumber("size", model.Size);
        writer.WriteString("ftype", FileType(model));
        writer.WriteEndObject();
    }
}

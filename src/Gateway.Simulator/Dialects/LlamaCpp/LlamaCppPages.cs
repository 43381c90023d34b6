using System.Text.Json.Nodes;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Dialects.LlamaCpp;

/// <summary>The pages of llama.cpp's server about itself, and its answers to requests it was not started for.</summary>
internal static class LlamaCppPages
{
    private const string NotSupported = "not_supported_error";
    private const string Invalid = "invalid_request_error";

    public static ErrorAnswer? Get(string path, IQueryCollection query, BackendState state) => path switch
    {
        "/health" or "/v1/health" => new(200, """{"status":"ok"}"""),
        "/props" => Props(query, state),
        "/slots" when state.Held.All is [var only] => Slots(only, state),
        "/lora-adapters" => new(200, "[]"),
        _ => null,
    };

    /// <summary>
    /// The answers at addresses that are not for chats: 501 if the model is not made for it, 400 if it is and nothing was sent. A server
    /// started for ranking also accepts requests for vectors.
    /// </summary>
    public static ErrorAnswer? Post(string path, ModelFacts? model, IReadOnlyCollection<string> members) => path switch
    {
        "/v1/embeddings" or "/embeddings" or "/embedding" when model is not ({ IsEmbedding: true } or { SubType: "reranker" }) =>
            LlamaCppErrors.Answer(501, "This server does not support embeddings. Start it with `--embeddings`", NotSupported),
        "/v1/embeddings" or "/embeddings" or "/embedding" when !members.Contains("input") && !members.Contains("content") =>
            LlamaCppErrors.Answer(400, "\"input\" or \"content\" must be provided", Invalid),
        "/v1/rerank" or "/rerank" or "/v1/reranking" or "/reranking" when model is not { SubType: "reranker" } =>
            LlamaCppErrors.Answer(501, "This server does not support reranking. Start it with `--reranking`", NotSupported),
        "/v1/rerank" or "/rerank" or "/v1/reranking" or "/reranking" when !members.Contains("documents") =>
            LlamaCppErrors.Answer(400, "\"documents\" must be a non-empty string array", Invalid),
        "/v1/audio/transcriptions" => LlamaCppErrors.Answer(501, "The current model does not support audio input.", NotSupported),
        _ => null,
    };

    private static ErrorAnswer Props(IQueryCollection query, BackendState state)
    {
        if (!LlamaCppModels.IsRouter(state))
        {
            return state.Held.All is [var only] ? Props(only, state) : state.Dialect.Error("loadingModel");
        }
        if (query["model"].ToString() is not { Length: > 0 } asked)
        {
            return OfRouter(state);
        }
        if (state.Find(asked) is not { } found)
        {
            return state.Dialect.Error("modelNotFound", asked);
        }
        // Only a model's process knows this, so the query loads the model unless it forbids that.
        if (query["autoload"].ToString() is not ("" or "true" or "1") && state.IsCold(found))
        {
            return state.Dialect.Error("notLoaded");
        }
        state.Scheduler.Preload(found);
        return Props(found, state);
    }

    private static ErrorAnswer OfRouter(BackendState state) => new(200, new JsonObject
    {
        ["role"] = "router",
        ["max_instances"] = state.Options.MaxLoaded,
        ["models_autoload"] = true,
        ["model_alias"] = "llama-server",
        ["model_path"] = "none",
        ["default_generation_settings"] = new JsonObject { ["params"] = null, ["n_ctx"] = 0 },
        ["build_info"] = LlamaCppModels.Build,
    }.ToJsonString());

    private static ErrorAnswer Props(ModelFacts model, BackendState state) => new(200, new JsonObject
    {
        ["default_generation_settings"] = new JsonObject
        {
            ["params"] = new JsonObject { ["n_predict"] = -1 },
            ["n_ctx"] = state.Dialect.ContextOf(model, state.Options),
        },
        ["total_slots"] = state.Dialect.PlacesOf(model, state.Options),
        ["model_alias"] = model.Name,
        ["model_ftype"] = LlamaCppModels.FileType(model),
        ["model_path"] = model.Name,
        ["modalities"] = new JsonObject { ["vision"] = model.Can("vision"), ["video"] = false, ["audio"] = model.Can("audio") },
        ["endpoint_slots"] = true,
        ["endpoint_props"] = false,
        ["endpoint_metrics"] = false,
        ["chat_template"] = "",
        ["chat_template_caps"] = new JsonObject
        {
            ["supports_system_role"] = true,
            ["supports_tool_calls"] = model.Can("tools"),
            ["supports_tools"] = model.Can("tools"),
        },
        ["build_info"] = LlamaCppModels.Build,
        ["is_sleeping"] = !LlamaCppModels.IsRouter(state) && state.IsCold(model),
    }.ToJsonString());

    private static ErrorAnswer Slots(ModelFacts model, BackendState state)
    {
        var taken = state.Scheduler.Busy(model).Taken;
        var count = state.Dialect.PlacesOf(model, state.Options)!.Value;
        return new(200, new JsonArray([.. Enumerable.Range(0, count).Select(id => new JsonObject
        {
            ["id"] = id,
            ["n_ctx"] = state.Dialect.ContextOf(model, state.Options),
            ["speculative"] = false,
            ["is_processing"] = id < taken,
        })]).ToJsonString());
    }
}

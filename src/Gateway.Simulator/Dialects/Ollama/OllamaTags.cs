using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator.Models;
using Gateway.Simulator.Runners;

namespace Gateway.Simulator.Dialects.Ollama;

/// <summary>Writes a model as an item of Ollama's lists.</summary>
internal static class OllamaTags
{
    private const int EmbeddingLength = 3584;

    /// <summary>An item of /api/tags.</summary>
    public static JsonObject Tag(ModelFacts model, bool isTalkative)
    {
        var item = Named(model);
        WriteRemote(item, model);
        item["modified_at"] = ModelFacts.Modified;
        item["size"] = model.Size;
        item["digest"] = Digest(Told(model));
        item["details"] = Details(model);
        if (isTalkative)
        {
            item["details"]!["context_length"] = model.ContextLength;
            item["details"]!["embedding_length"] = EmbeddingLength;
            item["capabilities"] = Texts(model.Capabilities);
        }
        return item;
    }

    /// <summary>An item of /api/ps.</summary>
    public static JsonObject Running(LoadedModel loaded)
    {
        var model = loaded.Model;
        var item = Named(model);
        item["size"] = model.Size;
        item["digest"] = Digest(Told(model));
        item["details"] = Details(model);
        item["expires_at"] = loaded.ExpiresAt;
        item["size_vram"] = model.Size;
        item["context_length"] = loaded.Context;
        return item;
    }

    public static JsonObject Details(ModelFacts model) => new()
    {
        ["parent_model"] = model.MadeFrom ?? "",
        ["format"] = model.RemoteHost is null ? "gguf" : "",
        ["family"] = model.Family,
        ["families"] = new JsonArray(model.Family),
        ["parameter_size"] = model.ParameterSize,
        ["quantization_level"] = model.Quantization,
    };

    public static void WriteRemote(JsonObject item, ModelFacts model)
    {
        if (model.RemoteHost is not null)
        {
            item["remote_model"] = model.RemoteModel;
            item["remote_host"] = model.RemoteHost;
        }
    }

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static JsonObject Named(ModelFacts model) => new() { ["name"] = model.Name, ["model"] = model.Name };

    // A model that is rebuilt with other settings has another digest.
    private static string Told(ModelFacts model) =>
        string.Join(
            '|', model.Name, model.Blob, model.ServedContext, model.IsNative, model.Quantization, string.Join(',', model.Capabilities));

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

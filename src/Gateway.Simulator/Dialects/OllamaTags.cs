using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Dialects;

/// <summary>A model as an item of Ollama's lists.</summary>
internal static class OllamaTags
{
    /// <summary>The context a model is loaded with unless its model file says otherwise.</summary>
    public const int DefaultContext = 4096;

    public static readonly DateTimeOffset Modified = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600);

    /// <summary>An item of /api/tags.</summary>
    public static JsonObject Tag(ModelFacts model, bool isTalkative)
    {
        var item = Named(model);
        WriteRemote(item, model);
        item["modified_at"] = Modified;
        item["size"] = model.Size;
        item["digest"] = Digest(model);
        item["details"] = Details(model);
        if (isTalkative)
        {
            item["details"]!["context_length"] = model.ContextLength;
            item["capabilities"] = Texts(model.Capabilities);
        }
        return item;
    }

    /// <summary>An item of /api/ps.</summary>
    public static JsonObject Running(ModelFacts model, DateTimeOffset until, bool isTalkative)
    {
        var item = Named(model);
        item["size"] = model.Size;
        item["digest"] = Digest(model);
        item["details"] = Details(model);
        item["expires_at"] = until;
        item["size_vram"] = model.Size;
        if (isTalkative)
        {
            item["context_length"] = Math.Min(model.ServedContext ?? DefaultContext, model.ContextLength);
        }
        return item;
    }

    public static JsonObject Details(ModelFacts model) => new()
    {
        ["parent_model"] = "",
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

    private static string Digest(ModelFacts model) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.Name)));
}

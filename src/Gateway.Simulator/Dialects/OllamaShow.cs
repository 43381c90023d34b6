using System.Text.Json.Nodes;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Dialects;

/// <summary>The answer of Ollama's /api/show.</summary>
internal static class OllamaShow
{
    private const string Plain = "{{ .Prompt }}";
    private const string Chat = "{{ .System }} {{ .Prompt }}";
    private const string Tools = "{{ range .Tools }}{{ . }}{{ end }} ";
    private const string Insert = "{{ if .Suffix }}{{ .Prompt }}<fill>{{ .Suffix }}{{ end }} ";

    public static JsonObject Of(ModelFacts model)
    {
        var body = new JsonObject();
        // Only what the model file sets is told here, and not the context that would be taken otherwise.
        if (model.ServedContext is { } context)
        {
            body["parameters"] = $"num_ctx                        {context}";
        }
        body["template"] = Template(model);
        body["details"] = OllamaTags.Details(model);
        OllamaTags.WriteRemote(body, model);
        body["model_info"] = new JsonObject
        {
            ["general.architecture"] = model.Family,
            ["general.parameter_count"] = model.ParameterCount,
            [$"{model.Family}.context_length"] = model.ContextLength,
        };
        body["capabilities"] = OllamaTags.Texts(model.Capabilities);
        body["modified_at"] = OllamaTags.Modified;
        return body;
    }

    private static string Template(ModelFacts model) =>
        model.CanChat ? (model.Can("insert") ? Insert : "") + (model.Can("tools") ? Tools : "") + Chat : Plain;
}

using System.Text.Json.Nodes;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Dialects.Ollama;

/// <summary>The answer of Ollama's /api/show.</summary>
internal static class OllamaShow
{
    private const string Plain = "{{ .Prompt }}";

    // Real ones fill a screen, so these are as long.
    private const string Chat = """
        {{- if .System }}<|turn|>system
        {{ .System }}<|done|>
        {{ end }}
        {{- range $at, $message := .Messages }}
        {{- if eq $message.Role "user" }}<|turn|>person
        {{ $message.Content }}<|done|>
        {{ else if eq $message.Role "assistant" }}<|turn|>machine
        {{ $message.Content }}<|done|>
        {{ end }}
        {{- end }}<|turn|>machine
        {{ .Prompt }}{{ .Response }}
        """;

    private const string Tools = "{{ range .Tools }}{{ . }}{{ end }} ";
    private const string Insert = "{{ if .Suffix }}{{ .Prompt }}<fill>{{ .Suffix }}{{ end }} ";

    public static JsonObject Of(ModelFacts model)
    {
        var parameters = Parameters(model);
        var body = new JsonObject { ["modelfile"] = ModelFile(model) };
        // Only the settings of the model file appear here, not the context that would be used otherwise.
        if (parameters.Length > 0)
        {
            body["parameters"] = parameters;
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
        body["modified_at"] = ModelFacts.Modified;
        return body;
    }

    private static string Parameters(ModelFacts model) =>
        model.ServedContext is { } context ? $"num_ctx                        {context}" : "";

    // Models that were made from one file share it.
    private static string ModelFile(ModelFacts model) =>
        $"# Modelfile of a simulated Ollama\n# FROM {model.Name}\n\n"
        + $"FROM /models/blobs/sha256-{OllamaTags.Digest("blob of " + model.Blob)}\nTEMPLATE {Template(model)}\n"
        + (model.ServedContext is { } context ? $"PARAMETER num_ctx {context}\n" : "");

    // A model without a template of its own shows the plainest.
    private static string Template(ModelFacts model) =>
        model is { CanChat: true, IsNative: false }
            ? (model.Can("insert") ? Insert : "") + (model.Can("tools") ? Tools : "") + Chat
            : Plain;
}

using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Providers.Ollama;

/// <summary>The facts of <c>/api/show</c> about a model, beyond those of <c>/api/tags</c>.</summary>
/// <param name="Capabilities">Its capabilities.</param>
/// <param name="ContextLength">The context it was trained for.</param>
/// <param name="NumCtx">Its own context setting; null when the server's applies.</param>
/// <param name="IsRemote">True when it is served elsewhere.</param>
/// <param name="HasTemplate">True when it has a template of Ollama's own.</param>
/// <param name="Runner">What a runner is started with for it; models with the same share one. Null when not reported.</param>
internal sealed record OllamaShown(
    ImmutableArray<string>? Capabilities, int? ContextLength, int? NumCtx, bool IsRemote, bool HasTemplate, string? Runner)
{
    public static OllamaShown Read(JsonElement json)
    {
        var parameters = OllamaParameters.Read(json.Member("parameters"));
        var files = OllamaModelFile.Read(json.Member("modelfile"));
        return new(
            OllamaTags.Capabilities(json),
            Context(json),
            parameters.NumCtx,
            OllamaTags.IsRemote(json),
            HasTemplateIn(json),
            files is null ? null : $"{files} {parameters.OfRunner}");
    }

    public ModelFacts AddTo(ModelFacts facts) => facts with
    {
        Capabilities = facts.Capabilities ?? Capabilities,
        ContextLength = facts.ContextLength ?? ContextLength,
        IsRemote = facts.IsRemote || IsRemote,
        // Since the version that lists capabilities, a model without an Ollama template is left to its runner, which refuses.
        RefusesTooLong = facts.Capabilities is not null && !HasTemplate ? true : null,
    };

    // A model without a template is reported with one that only has the prompt. Templates are long and have many lines,
    // and a missing one proves nothing.
    private static bool HasTemplateIn(JsonElement json) =>
        json.Member("template") is not { ValueKind: JsonValueKind.String } text || text.GetString()!.Trim() is not ("" or "{{ .Prompt }}");

    // The member is named after the architecture: `qwen2.context_length`.
    private static int? Context(JsonElement json) =>
        json.Member("model_info") is { } info && info.Text("general.architecture") is { } architecture
            ? info.Count(architecture + ".context_length")
            : null;
}

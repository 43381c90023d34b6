using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>What <c>/api/show</c> says of a model beyond <c>/api/tags</c>.</summary>
internal sealed record OllamaShown(ImmutableArray<string>? Capabilities, int? ContextLength, int? NumCtx, bool IsRemote)
{
    private const string NumCtxName = "num_ctx";

    public static OllamaShown Read(JsonElement json) => new(
        OllamaTags.Capabilities(json), Context(json), NumCtxOf(json.Member("parameters")), OllamaTags.IsRemote(json));

    public ModelFacts AddTo(ModelFacts facts)
    {
        var context = facts.ContextLength ?? ContextLength;
        return facts with
        {
            Capabilities = facts.Capabilities ?? Capabilities,
            ContextLength = context,
            // Ollama gives no model more than it can take.
            ServedContext = NumCtx is { } asked ? Math.Min(asked, context ?? asked) : null,
            IsRemote = facts.IsRemote || IsRemote,
        };
    }

    // The member is called after the architecture: `qwen2.context_length`.
    private static int? Context(JsonElement json) =>
        json.Member("model_info") is { } info && info.Text("general.architecture") is { } architecture
            ? info.Count(architecture + ".context_length")
            : null;

    // A text of one parameter a line, name and value apart by spaces. Stop words may hold anything, so lines are taken whole.
    private static int? NumCtxOf(JsonElement? parameters)
    {
        if (parameters is not { ValueKind: JsonValueKind.String } text)
        {
            return null;
        }

        foreach (var line in text.GetString()!.Split('\n'))
        {
            if (line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries) is [NumCtxName, var value]
                && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            {
                return count;
            }
        }

        return null;
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Providers.Ollama;

/// <summary>Reads the items of <c>/api/tags</c>. They include capabilities and context since version 0.30.</summary>
internal static class OllamaTags
{
    private const int MaxCapabilities = 64;

    public static ModelFacts? Facts(JsonElement item, Tag judges)
    {
        if (NameOf(item) is not { } name)
        {
            return null;
        }

        var details = item.Member("details") ?? default;
        return new ModelFacts(name)
        {
            Capabilities = Capabilities(item),
            Judges = judges,
            ContextLength = details.Count("context_length"),
            ParameterSize = details.Text("parameter_size"),
            Quantization = details.Text("quantization_level"),
            Family = details.Text("family"),
            IsRemote = IsRemote(item),
        };
    }

    public static string? NameOf(JsonElement item) => item.Text("name") ?? item.Text("model");

    public static ImmutableArray<string>? Capabilities(JsonElement json) =>
        json.List("capabilities") is { } words ? [.. words.Take(MaxCapabilities).Select(ProbeJson.Text).OfType<string>()] : null;

    /// <summary>
    /// True when the prompt would be sent on to Ollama's cloud. Any value in these members counts, whatever its type: a wrong
    /// yes only keeps a prompt at home.
    /// </summary>
    public static bool IsRemote(JsonElement json) => IsThere(json.Member("remote_host")) || IsThere(json.Member("remote_model"));

    private static bool IsThere(JsonElement? member) =>
        member is { } value && !(value.ValueKind == JsonValueKind.String && value.ValueEquals(""));
}

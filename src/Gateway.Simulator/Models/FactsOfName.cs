using System.Text.RegularExpressions;

namespace Gateway.Simulator.Models;

/// <summary>Completes the given facts about a model with those that follow from its name.</summary>
internal static partial class FactsOfName
{
    private const double DefaultTokensPerCharacter = 0.25;
    private const string Cloud = "https://ollama.com";
    private static readonly string[] s_cloudEndings = ["-cloud", ":cloud"];

    public static ModelFacts Complete(string name, SimulatedModel? given)
    {
        given ??= new SimulatedModel();
        var lower = name.ToLowerInvariant();
        var remote = RemoteModel(name);
        var known = KnownModels.Rows.FirstOrDefault(row => lower.Contains(row.Part, StringComparison.Ordinal))
            ?? (remote is null ? KnownModels.Other : KnownModels.Other with { Abilities = ["tools", "thinking"] });
        var subType = given.SubType ?? SubTypeOf(given.Capabilities) ?? known.SubType;
        var capabilities = given.Capabilities ?? Capabilities(subType, known);
        var host = given.RemoteHost ?? (given.RemoteModel is null && remote is null ? null : Cloud);
        return new ModelFacts
        {
            Name = name,
            MadeFrom = given.MadeFrom,
            Blob = given.MadeFrom ?? name,
            Aliases = given.Aliases ?? [],
            Capabilities = capabilities,
            Family = given.Family ?? known.Family,
            ParameterSize = given.ParameterSize ?? SizeOf(lower, known),
            Quantization = given.Quantization ?? QuantizationOf(name) ?? known.Quantization ?? "Q4_K_M",
            ContextLength = given.ContextLength ?? known.Context,
            ServedContext = given.ServedContext,
            IsNative = given.Native == true,
            TokensPerCharacter = given.TokensPerCharacter ?? DefaultTokensPerCharacter,
            RemoteHost = host is "" ? null : host,
            RemoteModel = host is null or "" ? null : given.RemoteModel ?? remote ?? name,
            SubType = subType,
            HasStrictTemplate = given.StrictTemplate == true,
            HasToolParser = given.ToolParser != false,
            LmStudioType = given.LmStudioType
                ?? (capabilities.Contains("embedding") ? "embedding" : capabilities.Contains("vision") ? "vlm" : "llm"),
        };
    }

    private static string? RemoteModel(string name) =>
        s_cloudEndings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal)) is { } end ? name[..^end.Length] : null;

    private static string? SubTypeOf(IReadOnlyList<string>? capabilities) => capabilities switch
    {
        null => null,
        _ when capabilities.Contains("completion") => "chat",
        _ when capabilities.Contains("embedding") => "embedding",
        _ when capabilities.Contains("image") => "text-to-image",
        _ => null,
    };

    private static string[] Capabilities(string subType, KnownModel known) => subType switch
    {
        "chat" => ["completion", .. known.Abilities],
        "embedding" => ["embedding"],
        "text-to-image" or "image-to-image" => ["image"],
        "speech-to-text" or "text-to-speech" => ["audio"],
        _ => [],
    };

    // Names round sizes: a model called 7b has 7.6B. If the table does not have the size, the name is taken literally.
    private static string SizeOf(string lower, KnownModel known) =>
        SizePattern().Match(lower) is { Success: true, Value: var stated } && stated != known.Stated
            ? stated.ToUpperInvariant()
            : known.Size;

    private static string? QuantizationOf(string name) =>
        QuantizationPattern().Match(name) is { Success: true } found ? found.Value.ToUpperInvariant() : null;

    [GeneratedRegex(@"(?<![a-z0-9.])a?\d+(\.\d+)?[bm](?![a-z0-9])")]
    private static partial Regex SizePattern();

    [GeneratedRegex(@"(?<![a-z0-9])(i?q\d(_[0-9klmsx]+)+|fp16|bf16|f16|fp8|mxfp4)(?![a-z0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex QuantizationPattern();
}

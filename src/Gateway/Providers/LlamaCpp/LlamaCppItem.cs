using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Providers.LlamaCpp;

/// <summary>
/// An item in the list of a llama.cpp server, which anybody may read even when <c>/props</c> needs a key. Its capabilities are worthless: a
/// server that only embeds lists <c>completion</c> too.
/// </summary>
internal sealed record LlamaCppItem
{
    private const int MaxAliases = 64;

    // The vocabulary of BERT and its relatives, none of which completes text.
    private const int WordPiece = 3;

    // A router starts a model's server with these; with any of them it completes nothing.
    private static readonly string[] ForRanks = ["--rerank", "--reranking"];
    private static readonly string[] ForVectors = ["--embedding", "--embeddings"];

    private string? Status { get; init; }

    private bool HasFailed { get; init; }

    private ImmutableArray<string> Aliases { get; init; }

    private ImmutableArray<string>? Arguments { get; init; }

    // Some routers say so in the architecture.
    private bool MakesVectors { get; init; }

    private int? Context { get; init; }

    private int? Trained { get; init; }

    private string? Size { get; init; }

    private string? Quantization { get; init; }

    /// <summary>True when its vocabulary is of a kind that no completion model has.</summary>
    public bool HasWordPieces { get; private init; }

    /// <summary>True when it is in a router's list, which gives the status of each model.</summary>
    public bool IsRouted => Status is not null;

    /// <summary>The arguments with which a router starts the model's server; null when not reported.</summary>
    public string? Setting => Arguments is { } arguments ? string.Join(' ', WithoutPort(arguments)) : null;

    public static LlamaCppItem Read(JsonElement item)
    {
        // Missing until the model is loaded.
        var meta = item.Member("meta") ?? default;
        var status = item.Member("status") ?? default;
        return new LlamaCppItem
        {
            Status = status.Text("value"),
            HasFailed = status.Flag("failed") == true || status.Text("value") == "failed",
            Aliases = Texts(item, "aliases"),
            Arguments = status.List("args") is null ? null : Texts(status, "args"),
            MakesVectors = (item.Member("architecture") ?? default).List("output_modalities") is [var only]
                && ProbeJson.Text(only) == "embeddings",
            Context = meta.Count("n_ctx"),
            Trained = meta.Count("n_ctx_train"),
            Size = SizeOf(meta.Member("n_params")),
            Quantization = GgufWords.Quantization(meta.Text("ftype")),
            HasWordPieces = meta.Count("vocab_type") == WordPiece,
        };
    }

    public ModelFacts AddTo(ModelFacts name) => name with
    {
        Judges = Tag.None,
        Type = Type,
        Aliases = Aliases.RemoveAll(a => a.Equals(name.Model, StringComparison.OrdinalIgnoreCase)) is { IsEmpty: false } others
            ? others
            : [],
        ContextLength = Trained,
        ServedContext = Context,
        ServedSource = Context is null ? null : ContextSource.Loaded,
        ParameterSize = Size,
        Quantization = Quantization,
        HasFailed = HasFailed,
        IsWarm = Status is { } status ? status == "loaded" : null,
    };

    /// <summary>Assumes that a loaded model has all of its possible context when neither the list nor <c>/props</c> reports it.</summary>
    public static ModelFacts Complete(ModelFacts facts) => facts is { ServedContext: null, IsWarm: not false, ContextLength: { } trained }
        ? facts with { ServedContext = trained, ServedSource = ContextSource.Trained }
        : facts;

    // A router reports how it starts the model's server, and one that is started for neither completes.
    private ModelType? Type => MakesVectors ? ModelType.Embedding
        : Arguments is not { } arguments ? null
        : arguments.Any(ForRanks.Contains) ? ModelType.Rerank
        : arguments.Any(ForVectors.Contains) ? ModelType.Embedding
        : ModelType.Chat;

    // The port changes with each start.
    private static IEnumerable<string> WithoutPort(ImmutableArray<string> arguments) =>
        arguments.Where((a, i) => a != "--port" && (i == 0 || arguments[i - 1] != "--port"));

    private static ImmutableArray<string> Texts(JsonElement json, string list) =>
        json.List(list) is { } items ? [.. items.Take(MaxAliases).Select(ProbeJson.Text).OfType<string>()] : [];

    private static string? SizeOf(JsonElement? count) =>
        count is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt64(out var parameters) || parameters <= 0 ? null
        : parameters >= 1_000_000_000 ? (parameters / 1e9m).ToString("0.##", CultureInfo.InvariantCulture) + "B"
        : (parameters / 1e6m).ToString("0.##", CultureInfo.InvariantCulture) + "M";
}

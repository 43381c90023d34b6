using System.Text.Json;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Providers.LlamaCpp;

/// <summary>
/// The <c>/props</c> of a llama.cpp server for a model: its slots, the context of one slot, and whether it sees or hears.
/// </summary>
internal sealed record LlamaCppProps(
    int? Context, int? Slots, bool? Sees, bool? Hears, bool? IsSleeping, string? Quantization, string? Build)
{
    public static LlamaCppProps Read(JsonElement json)
    {
        var senses = json.Member("modalities") ?? default;
        return new(
            (json.Member("default_generation_settings") ?? default).Count("n_ctx"),
            json.Count("total_slots"),
            senses.Flag("vision"),
            senses.Flag("audio"),
            json.Flag("is_sleeping"),
            GgufWords.Quantization(json.Text("model_ftype")),
            json.Text("build_info"));
    }

    public ModelFacts AddTo(ModelFacts facts) => facts with
    {
        ServedContext = Context ?? facts.ServedContext,
        ServedSource = Context is null ? facts.ServedSource : ContextSource.Loaded,
        Quantization = facts.Quantization ?? Quantization,
        Places = Slots,
        Capabilities = Sees is null && Hears is null ? null : [.. Word(Sees == true, "vision"), .. Word(Hears == true, "audio")],
        Judges = (Sees is null ? Tag.None : Tag.Vision) | (Hears is null ? Tag.None : Tag.Audio),
        // A sleeping model has released its memory, and the next request loads it.
        IsWarm = IsSleeping is { } sleeps ? !sleeps : facts.IsWarm,
    };

    private static string[] Word(bool isThere, string word) => isThere ? [word] : [];
}

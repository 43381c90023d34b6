namespace Gateway.Routing.Models;

/// <summary>
/// The facts that the words of a model's name tell. The name is the least trusted source: the backend, the curated table and the operator
/// take precedence over it.
/// </summary>
/// <param name="Id">The name exactly as given, which is also the name to send.</param>
/// <param name="Transport">The prefixes that say how the model is reached, not what it is.</param>
/// <param name="Organisation">The part before the last slash as written, without prefixes; <see langword="null"/> if there is none.</param>
/// <param name="BaseName">The name without prefixes, organisation and Ollama tag, as written; may be empty.</param>
/// <param name="OllamaTag">
/// The text after the colon, as written; <see langword="null"/> when there is none, which Ollama reads as <c>latest</c>.
/// </param>
/// <param name="Vendor">The maker, in lower case; <see langword="null"/> when unknown.</param>
/// <param name="Family">
/// The family in lower case, numbers joined to their word (<c>gemma3</c>, <c>qwen2.5-vl</c>); <see langword="null"/> when the name is
/// empty.
/// </param>
/// <param name="Version">
/// The family's number and the release stamp, such as <c>3.1</c> or <c>3-2507</c>; <see langword="null"/> when the name has neither.
/// </param>
/// <param name="Parameters">All parameters, in billions; <see langword="null"/> when the name does not tell.</param>
/// <param name="ActiveParameters">
/// The parameters used for one token, in billions; <see langword="null"/> when the name does not tell or the model is dense.
/// </param>
/// <param name="Quantization">
/// The quantization in one spelling (<c>Q4_K_M</c>, <c>FP8</c>, <c>AWQ</c>, <c>4bit</c>); <see langword="null"/> when the name does not
/// tell.
/// </param>
/// <param name="IsDistilled">
/// Whether it is a smaller model trained on the answers of a larger one. <see langword="null"/> when the name cannot tell: the bare
/// <c>deepseek-r1</c> is a distill on Ollama and the full model elsewhere. <c>deepseek-r1:latest</c> counts as distilled.
/// </param>
/// <param name="BaseModel">The model it was trained from; <see langword="null"/> when the name does not tell.</param>
/// <param name="Type">The model's type; <see cref="ModelType.Chat"/> when no word says otherwise.</param>
/// <param name="Tags">The model's tags; never <see cref="Tag.Tools"/> or <see cref="Tag.FIM"/>, which no name tells.</param>
public sealed record ModelName(
    string Id,
    TransportPrefixes Transport,
    string? Organisation,
    string BaseName,
    string? OllamaTag,
    string? Vendor,
    string? Family,
    string? Version,
    decimal? Parameters,
    decimal? ActiveParameters,
    string? Quantization,
    bool? IsDistilled,
    string? BaseModel,
    ModelType Type,
    Tag Tags)
{
    /// <summary>
    /// True when Ollama serves it from its cloud, so that requests leave the machine: the name ends in <c>:cloud</c> or <c>-cloud</c>.
    /// </summary>
    public bool IsCloudModel => Places.IsSentOn(Id.AsSpan().TrimEnd());

    // The spelling that is matched against the curated table.
    internal string Text => DistilledModels.Spelled(NameText.OfModel(BaseName, OllamaTag), IsDistilled);

    /// <summary>True when two names mean the same model, each as its backend spells it.</summary>
    internal static bool AreSame(string one, string other) =>
        one.Equals(other, StringComparison.OrdinalIgnoreCase) || Untagged(Parse(one)) == Untagged(Parse(other));

    private static string Untagged(ModelName name) =>
        "latest".Equals(name.OllamaTag, StringComparison.OrdinalIgnoreCase) ? (name with { OllamaTag = null }).Text : name.Text;

    /// <summary>The tags of a model with this name, but of another type than the name suggests. Tags are promises about chat.</summary>
    internal Tag TagsAs(ModelType type) => type == Type ? Tags : TagWords.Read(NameText.Of(BaseName, OllamaTag), type, OllamaTag);

    /// <summary>
    /// Reads a name. Every string gives a result, whatever its case, and none throws. Meant for names of up to 256 characters.
    /// </summary>
    /// <param name="id">The name as a backend lists it or a client writes it.</param>
    public static ModelName Parse(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var prefixes = Prefixes.Read(id);
        var text = NameText.Of(prefixes.BaseName, prefixes.OllamaTag);
        var (total, active) = SizeWords.Read(text);
        var (family, version) = FamilyWords.Read(prefixes.BaseName, prefixes.OllamaTag);
        var (isDistilled, baseModel) = DistilledModels.Read(text, prefixes, total);
        var type = TypeWords.Read(text, prefixes.Organisation);
        return new ModelName(
            id,
            prefixes.Transport,
            prefixes.Organisation,
            prefixes.BaseName,
            prefixes.OllamaTag,
            Vendors.Read(text, prefixes.Organisation),
            family,
            version,
            total,
            active,
            QuantizationWord.Read(text),
            isDistilled,
            baseModel,
            type,
            TagWords.Read(text, type, prefixes.OllamaTag));
    }
}

namespace Gateway.Routing.Models;

/// <summary>Makes model cards of what the sources tell.</summary>
public static class ModelCards
{
    /// <summary>
    /// Joins the four sources; each fact comes from the most trusted one that tells it, in the order of <see cref="Provenance"/>.
    /// Sizes are the exception: a number in the name is about this very model, a row of the table mostly about its family.
    /// </summary>
    /// <param name="name">What the name tells.</param>
    /// <param name="known">What the curated table knows; <see langword="null"/> when no row matches.</param>
    /// <param name="backend">What the backend says.</param>
    /// <param name="operatorFacts">What the operator says; <see langword="null"/> for nothing.</param>
    public static ModelCard Merge(ModelName name, KnownModel? known, BackendFacts backend, OperatorFacts? operatorFacts = null)
    {
        var own = operatorFacts ?? OperatorFacts.None;
        var parameters = SizeWords.ReadText(backend.ParameterSize) ?? name.Parameters ?? known?.Parameters;
        var type = Type(name, backend);
        var (isDistilled, baseModel) = Lineage(name, known, backend);
        return new ModelCard(
            backend.Backend,
            name.Id,
            type,
            Tags(name, known, backend, own, type),
            known?.Vendor ?? name.Vendor,
            known?.Family ?? name.Family ?? Said(backend.Family),
            name.Version,
            parameters,
            Active(parameters, name.ActiveParameters ?? known?.ActiveParameters),
            Said(backend.Quantization) ?? name.Quantization,
            own.ContextLength ?? backend.ContextLength ?? known?.ContextLength,
            isDistilled,
            baseModel,
            backend.IsLocal && !backend.IsRemote && !name.IsCloudModel);
    }

    // A row about the large member of a family also matches a small one, of which it would say nonsense.
    private static decimal? Active(decimal? parameters, decimal? active) => active >= parameters ? null : active;

    // Ollama calls whatever pools its vectors an embedding model, rerankers too: the name knows better there.
    private static ModelType Type(ModelName name, BackendFacts backend) => backend switch
    {
        { Type: { } type } => type,
        { Capabilities: { } c } when Capabilities.IsEmbedding(c) => name.Type == ModelType.Rerank ? ModelType.Rerank : ModelType.Embedding,
        { Capabilities: { } c } when Capabilities.IsImage(c) => ModelType.Image,
        _ => name.Type,
    };

    // From the most trusted source down: each gives or denies what those above it left open.
    private static CardTags Tags(ModelName name, KnownModel? known, BackendFacts backend, OperatorFacts own, ModelType type)
    {
        var open = ~(own.Tags | own.NotTags);
        var byOperator = own.Tags & ~own.NotTags;
        if (type != ModelType.Chat)
        {
            return new CardTags(byOperator, Tag.None, Tag.None, Tag.None);
        }

        var byBackend = Tag.None;
        if (backend.Capabilities is { } capabilities)
        {
            var listed = Capabilities.Tags(capabilities);
            byBackend = listed & open;
            open &= ~(listed | backend.Judges);
        }

        var byTable = (known?.Tags ?? Tag.None) & ~(known?.NotTags ?? Tag.None) & open;
        open &= ~((known?.Tags ?? Tag.None) | (known?.NotTags ?? Tag.None));
        return new CardTags(byOperator, byBackend, byTable, name.Tags & open);
    }

    // Under the name DeepSeek-R1 the architecture settles what the name left open: the full model alone is a DeepSeek.
    private static (bool? IsDistilled, string? BaseModel) Lineage(ModelName name, KnownModel? known, BackendFacts backend)
    {
        var isR1 = name.Text.StartsWith("deepseek-r1", StringComparison.Ordinal);
        if (!isR1 || Said(backend.Family) is not { } family)
        {
            return (name.IsDistilled, known?.BaseModel ?? name.BaseModel);
        }

        var isDistilled = !family.StartsWith("deepseek", StringComparison.OrdinalIgnoreCase);
        return (isDistilled, isDistilled == name.IsDistilled ? name.BaseModel ?? known?.BaseModel : null);
    }

    private static string? Said(string? word) =>
        string.IsNullOrWhiteSpace(word) || word.Equals("unknown", StringComparison.OrdinalIgnoreCase) ? null : word.Trim();
}

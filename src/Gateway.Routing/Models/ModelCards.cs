namespace Gateway.Routing.Models;

/// <summary>Makes model cards from the facts of all sources.</summary>
public static class ModelCards
{
    /// <summary>
    /// Merges the sources. Each fact comes from the most trusted source that gives it, in the order of <see cref="Provenance"/>. Sizes are
    /// the exception: a number in the name is about this very model, a row of the table mostly about its family.
    /// </summary>
    /// <param name="name">The facts read from the name.</param>
    /// <param name="known">The facts of the curated table; <see langword="null"/> when no row matches.</param>
    /// <param name="backend">The facts that hold for all models of the backend.</param>
    /// <param name="said">The facts the backend reports about this model; <see langword="null"/> when it does not list it.</param>
    /// <param name="operatorFacts">The facts the operator sets; <see langword="null"/> for none.</param>
    /// <param name="price">The prices from the price book; <see langword="null"/> for none.</param>
    /// <param name="refused">The abilities that requests were recently refused for.</param>
    public static ModelCard Merge(
        ModelName name,
        KnownModel? known,
        BackendTraits backend,
        ModelFacts? said,
        OperatorFacts? operatorFacts = null,
        ModelPrice? price = null,
        Lack refused = default)
    {
        var own = operatorFacts ?? OperatorFacts.None;
        var facts = said ?? new ModelFacts(name.Id);
        var parameters = own.Parameters ?? SizeWords.ReadText(facts.ParameterSize) ?? name.Parameters ?? known?.Parameters;
        var type = own.Type ?? Type(name, facts);
        var tags = TagTrust.Decide(name, known, facts, own, type, refused.Tags);
        var isElsewhere = facts.IsRemote || name.IsCloudModel;
        var isCloud = !backend.IsLocal || isElsewhere;
        var isLocal = !isCloud && (!backend.MaySendOn || said is { IsPlaceUnproved: false });
        var (isDistilled, baseModel) = Lineage(name, known, facts);
        var (context, contextSource) = CardContext.Of(own, backend, facts, known, isElsewhere);
        var card = new ModelCard
        {
            Backend = backend.Name,
            Model = name.Id,
            HasImplicitTag = backend.HasImplicitTag,
            Type = type,
            Tags = tags,
            Meets = Demands.Met(tags, backend.Takes) & ~refused.Demands,
            Lacks = Demands.Lacked(tags, backend.Takes) | refused.Demands,
            Refused = Demands.Of(tags.Refused) | refused.Demands,
            Without = backend.Without,
            Said = said,
            IsLocal = isLocal,
            IsCloud = isCloud,
            IsPassedOn = isElsewhere && backend.MaySendOn,
            Vendor = known?.Vendor ?? name.Vendor,
            Family = known?.Family ?? name.Family ?? Said(facts.Family),
            Version = name.Version,
            Parameters = parameters,
            ActiveParameters = Active(parameters, name.ActiveParameters ?? known?.ActiveParameters),
            Quantization = Said(facts.Quantization) ?? name.Quantization,
            ContextLength = context,
            ContextSource = contextSource,
            // A request that is passed on is read by another server.
            CutsSilently = backend.CutsSilently && !isElsewhere && facts.RefusesTooLong != true,
            RefusesTooLong = facts.CanRefuseTooLong ?? backend.RefusesTooLong,
            ReservesAnswer = backend.ReservesAnswer,
            HasFailed = facts.HasFailed,
            IsDistilled = isDistilled,
            IsProvedFull = isDistilled == false && known is not null,
            BaseModel = baseModel,
            Price = own.Price ?? (isLocal ? null : price),
            IsWarm = facts.IsWarm,
            IsListed = said is not null,
        };
        return card with { Size = SizeGuide.Of(card, backend.DefaultQuantization) };
    }

    /// <summary>Adds the abilities the model has shown, where no source gives or denies them.</summary>
    /// <param name="card">The card.</param>
    /// <param name="tags">The tags it has shown.</param>
    /// <param name="takes">The demands that the backend's API can carry.</param>
    public static ModelCard Proved(ModelCard card, Tag tags, Demand takes)
    {
        var (old, shown) = (card.Tags, tags & ~(card.Tags.All | card.Tags.Denied));
        if (shown == Tag.None)
        {
            return card;
        }

        var all = new CardTags(old.Operator, old.Backend | shown, old.CuratedTable, old.Name, old.Denied, old.Refused);
        return card with { Tags = all, Meets = card.Meets | (Demands.Of(shown) & takes) };
    }

    // A row about the large member of a family also matches a small one, and its sizes would be nonsense there.
    private static decimal? Active(decimal? parameters, decimal? active) => active >= parameters ? null : active;

    // Ollama calls every model that pools its vectors an embedding model, rerankers too; here the name knows better.
    private static ModelType Type(ModelName name, ModelFacts facts)
    {
        var said = facts.Type ?? (facts.Capabilities is { } capabilities ? Capabilities.TypeOf(capabilities) : null);
        return said == ModelType.Embedding && name.Type == ModelType.Rerank ? ModelType.Rerank : said ?? name.Type;
    }

    // For the name DeepSeek-R1 the architecture settles what the name leaves open: only the full model is a DeepSeek.
    private static (bool? IsDistilled, string? BaseModel) Lineage(ModelName name, KnownModel? known, ModelFacts facts)
    {
        var isR1 = name.Text.StartsWith("deepseek-r1", StringComparison.Ordinal);
        if (!isR1 || Said(facts.Family) is not { } family)
        {
            return (name.IsDistilled, known?.BaseModel ?? name.BaseModel);
        }

        var isDistilled = !family.StartsWith("deepseek", StringComparison.OrdinalIgnoreCase);
        return (isDistilled, isDistilled == name.IsDistilled ? name.BaseModel ?? known?.BaseModel : null);
    }

    private static string? Said(string? word) =>
        string.IsNullOrWhiteSpace(word) || word.Equals("unknown", StringComparison.OrdinalIgnoreCase) ? null : word.Trim();
}

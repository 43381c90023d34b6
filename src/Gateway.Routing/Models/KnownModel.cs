namespace Gateway.Routing.Models;

/// <summary>What the curated table knows of some models: one row of it, or several rows joined for one model.</summary>
/// <param name="Match">Which models it speaks of; the patterns of all rows joined with <c>; </c> in a joined one. See <see cref="KnownModels"/>.</param>
/// <param name="Vendor">Who made the model, in lower case; <see langword="null"/> when the row does not say.</param>
/// <param name="Family">The family, in lower case; <see langword="null"/> when the row does not say.</param>
/// <param name="Parameters">All parameters, in billions; <see langword="null"/> when unknown.</param>
/// <param name="ActiveParameters">The parameters used for one token, in billions; <see langword="null"/> when unknown or the model is dense.</param>
/// <param name="BaseModel">The model it was trained from; <see langword="null"/> when the row does not say.</param>
/// <param name="Tags">What these models can do.</param>
/// <param name="NotTags">What they cannot do, against what their names suggest.</param>
/// <param name="ContextLength">The longest context offered, in tokens; <see langword="null"/> when unknown.</param>
/// <param name="AsOf">The day the facts were read; the first of the month when only that is known. The oldest of the rows in a joined one.</param>
/// <param name="Note">Where the facts are from; empty when the row does not say.</param>
/// <param name="OpenTags">What is not known of them: neither had nor lacked.</param>
public sealed record KnownModel(
    string Match,
    string? Vendor,
    string? Family,
    decimal? Parameters,
    decimal? ActiveParameters,
    string? BaseModel,
    Tag Tags,
    Tag NotTags,
    int? ContextLength,
    DateOnly AsOf,
    string Note,
    Tag OpenTags = Tag.None);

namespace Gateway.Routing.Models;

/// <summary>The facts the curated table holds about some models: one row, or several rows joined for one model.</summary>
/// <param name="Match">
/// The pattern of the models it covers; in a joined one, the patterns of all rows, joined with <c>; </c>. See <see cref="KnownModels"/>.
/// </param>
/// <param name="Vendor">Who made the model, in lower case; <see langword="null"/> when the row does not say.</param>
/// <param name="Family">The family, in lower case; <see langword="null"/> when the row does not say.</param>
/// <param name="Parameters">All parameters, in billions; <see langword="null"/> when unknown.</param>
/// <param name="ActiveParameters">The parameters used for one token, in billions; <see langword="null"/> when unknown or dense.</param>
/// <param name="BaseModel">The model it was trained from; <see langword="null"/> when the row does not say.</param>
/// <param name="Tags">The tags these models have.</param>
/// <param name="NotTags">The tags they lack although their names suggest them.</param>
/// <param name="ContextLength">The longest context offered, in tokens; <see langword="null"/> when unknown.</param>
/// <param name="AsOf">
/// The day the facts were read, or the first of the month when only the month is known. The oldest row's day in a joined one.
/// </param>
/// <param name="Note">The source of the facts; empty when the row does not say.</param>
/// <param name="OpenTags">The tags that are unknown for these models: neither given nor denied.</param>
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

namespace Gateway.Routing.Models;

/// <summary>The tags of a model, each under the most trusted source that gives it, and those it is known to lack.</summary>
/// <param name="Operator">Those the operator gives.</param>
/// <param name="Backend">Those the backend gives.</param>
/// <param name="CuratedTable">Those the curated table gives.</param>
/// <param name="Name">Those only the name suggests.</param>
/// <param name="Denied">Those that a source denies. A tag neither given nor denied is unknown.</param>
/// <param name="Refused">Those of them that are denied because the backend lately refused a request for it.</param>
public sealed record CardTags(Tag Operator, Tag Backend, Tag CuratedTable, Tag Name, Tag Denied = Tag.None, Tag Refused = Tag.None)
{
    /// <summary>All of them.</summary>
    public Tag All { get; } = Operator | Backend | CuratedTable | Name;

    /// <summary>Whether the model has every one of some tags.</summary>
    /// <param name="tags">The tags wanted; always true for none.</param>
    public bool Has(Tag tags) => (All & tags) == tags;

    /// <summary>Who gives a tag.</summary>
    /// <param name="tag">One tag.</param>
    /// <returns>The source, or <see langword="null"/> when the model does not have the tag.</returns>
    public Provenance? Of(Tag tag) =>
        tag == Tag.None ? null
        : (Operator & tag) == tag ? Provenance.Operator
        : (Backend & tag) == tag ? Provenance.Backend
        : (CuratedTable & tag) == tag ? Provenance.CuratedTable
        : (Name & tag) == tag ? Provenance.Name
        : null;
}

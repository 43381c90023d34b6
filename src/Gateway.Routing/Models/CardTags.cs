namespace Gateway.Routing.Models;

/// <summary>The tags of a model, grouped by the most trusted source that gives them, and the tags it is known to lack.</summary>
/// <param name="Operator">Tags given by the operator.</param>
/// <param name="Backend">Tags given by the backend.</param>
/// <param name="CuratedTable">Tags given by the curated table.</param>
/// <param name="Name">Tags that only the name suggests.</param>
/// <param name="Denied">Tags that a source denies. A tag neither given nor denied is unknown.</param>
/// <param name="Refused">The denied tags that are denied because the backend recently refused a request for them.</param>
public sealed record CardTags(Tag Operator, Tag Backend, Tag CuratedTable, Tag Name, Tag Denied = Tag.None, Tag Refused = Tag.None)
{
    /// <summary>All tags the model has, from every source.</summary>
    public Tag All { get; } = Operator | Backend | CuratedTable | Name;

    /// <summary>True when the model has all of the given tags.</summary>
    /// <param name="tags">The tags wanted; the answer is true for none.</param>
    public bool Has(Tag tags) => (All & tags) == tags;

    /// <summary>Finds the source of a tag.</summary>
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

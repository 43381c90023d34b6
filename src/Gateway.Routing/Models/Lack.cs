namespace Gateway.Routing.Models;

/// <summary>The abilities a model or its backend lacks: tags, and demands that no tag stands for.</summary>
/// <param name="Tags">The missing tags.</param>
/// <param name="Demands">The unmet demands that no tag stands for.</param>
public readonly record struct Lack(Tag Tags, Demand Demands)
{
    /// <summary>The lack of a tag.</summary>
    /// <param name="tag">The tag.</param>
    public static implicit operator Lack(Tag tag) => new(tag, Demand.None);

    /// <summary>The lack of a demand that no tag stands for.</summary>
    /// <param name="demand">The demand.</param>
    public static implicit operator Lack(Demand demand) => new(Tag.None, demand);

    /// <summary>Joins two lacks.</summary>
    public static Lack operator |(Lack one, Lack other) => new(one.Tags | other.Tags, one.Demands | other.Demands);

    /// <summary>The part of this lack that a request asked for.</summary>
    /// <param name="demand">The demands of the request.</param>
    /// <param name="thinks">Whether the request sets how to think; no demand stands for that.</param>
    public Lack AskedBy(Demand demand, bool thinks) =>
        new(Tags & (Models.Demands.TagsOf(demand) | (thinks ? Tag.Reasoning : Tag.None)), Demands & demand);
}

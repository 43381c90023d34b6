namespace Gateway.Routing.Models;

/// <summary>The abilities that a model, or its backend for it, lacks: tags, and demands that no tag stands for.</summary>
/// <param name="Tags">The tags it lacks.</param>
/// <param name="Demands">The demands it does not meet though no tag stands for them.</param>
public readonly record struct Lack(Tag Tags, Demand Demands)
{
    /// <summary>The lack of a tag.</summary>
    /// <param name="tag">The tag.</param>
    public static implicit operator Lack(Tag tag) => new(tag, Demand.None);

    /// <summary>The lack of what a demand stands for, which is no tag.</summary>
    /// <param name="demand">The demand.</param>
    public static implicit operator Lack(Demand demand) => new(Tag.None, demand);

    /// <summary>Both.</summary>
    public static Lack operator |(Lack one, Lack other) => new(one.Tags | other.Tags, one.Demands | other.Demands);

    /// <summary>The part that a request asked for.</summary>
    /// <param name="demand">What it needs.</param>
    /// <param name="thinks">Whether it says how to think, for which there is no demand.</param>
    public Lack AskedBy(Demand demand, bool thinks) =>
        new(Tags & (Models.Demands.TagsOf(demand) | (thinks ? Tag.Reasoning : Tag.None)), Demands & demand);
}

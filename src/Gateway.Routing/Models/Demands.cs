namespace Gateway.Routing.Models;

/// <summary>Tells which demands a model meets, from its tags and from what its backend's API can carry.</summary>
public static class Demands
{
    // Each of these stands for a tag; the other demands depend on the backend alone.
    private static readonly (Demand Demand, Tag Tag)[] OfModels =
        [(Demand.Vision, Tag.Vision), (Demand.Audio, Tag.Audio), (Demand.Tools, Tag.Tools), (Demand.FIM, Tag.FIM),
        (Demand.Infill, Tag.FIM)];

    private const Demand OfBackends = Demand.JsonSchema | Demand.ImageAddress | Demand.Choices | Demand.Tokens;

    /// <summary>The tags a model needs to meet some demands. Demands that depend on the backend alone add none.</summary>
    /// <param name="demands">The demands.</param>
    public static Tag TagsOf(Demand demands)
    {
        var tags = Tag.None;
        foreach (var (demand, tag) in OfModels)
        {
            tags |= (demands & demand) != 0 ? tag : Tag.None;
        }

        return tags;
    }

    internal static Demand Met(CardTags tags, Demand takes) => (Of(tags.All) | OfBackends) & takes;

    internal static Demand Lacked(CardTags tags, Demand takes) => Of(tags.Denied) | (~takes & (Of(~Tag.None) | OfBackends));

    internal static Demand Of(Tag tags)
    {
        var demands = Demand.None;
        foreach (var (demand, tag) in OfModels)
        {
            demands |= (tags & tag) != 0 ? demand : Demand.None;
        }

        return demands;
    }
}

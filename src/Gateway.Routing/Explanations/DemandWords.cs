using System.Globalization;
using Gateway.Routing.Models;

namespace Gateway.Routing.Explanations;

// Puts demands, tags and sources into words for people.
internal static class DemandWords
{
    private static readonly (Demand Demand, string Does, string Holds)[] Words =
    [
        (Demand.Vision, "take images", "images"),
        (Demand.Audio, "take audio", "audio"),
        (Demand.Tools, "call tools", "tools"),
        (Demand.FIM, "fill in the middle in a chat", "a suffix or prefix to fill in between"),
        (Demand.Infill, "fill in the middle", "a suffix to fill in before"),
        (Demand.JsonSchema, "keep to a JSON schema", "a JSON schema"),
        (Demand.ImageAddress, "take images by address or in other formats than JPEG, PNG and WebP",
            "images by their address or in another format"),
        (Demand.Choices, "make several answers at once", "a wish for several answers ('n' above 1, or several prompts)"),
        (Demand.Tokens, "take numbers of tokens instead of text", "numbers of tokens instead of text"),
    ];

    /// <summary>Describes what a model that meets the demands can do, such as "take images and call tools".</summary>
    public static string Does(Demand demands) => Join(Words.Where(w => (demands & w.Demand) != 0).Select(w => w.Does));

    /// <summary>Describes what a request with the demands contains, such as "images and tools".</summary>
    public static string Holds(Demand demands) => Join(Words.Where(w => (demands & w.Demand) != 0).Select(w => w.Holds));

    /// <summary>Joins items as in "a, b and c".</summary>
    public static string Join(IEnumerable<string> words, string last = "and")
    {
        var list = words.ToList();
        return list.Count < 2 ? string.Concat(list) : $"{string.Join(", ", list[..^1])} {last} {list[^1]}";
    }

    public static string Tokens(long tokens) => tokens.ToString("N0", CultureInfo.InvariantCulture);

    public static string Billions(decimal? parameters) => parameters?.ToString("0.###", CultureInfo.InvariantCulture) + "B";

    public static string Source(Provenance? source, string backend) => source switch
    {
        Provenance.Operator => "as the operator says",
        Provenance.Backend => $"as {backend} says",
        Provenance.CuratedTable => "by the curated table",
        Provenance.Name => "by its name",
        null => "as nothing says",
    };
}

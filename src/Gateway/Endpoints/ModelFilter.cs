using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints;

/// <summary>The filter on the model list: SiliconFlow's <c>type</c> and <c>sub_type</c>, and the gateway's own <c>tag</c>.</summary>
internal sealed record ModelFilter(Func<ModelType, bool> TakesType, Tag Tags)
{
    private static readonly Dictionary<string, ModelType[]> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text"] = [ModelType.Chat, ModelType.Embedding, ModelType.Rerank],
        ["image"] = [ModelType.Image],
        ["audio"] = [ModelType.Speech, ModelType.Transcription],
        ["video"] = [ModelType.Video],
    };

    private static readonly Dictionary<string, ModelType> SubTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["chat"] = ModelType.Chat,
        ["embedding"] = ModelType.Embedding,
        ["reranker"] = ModelType.Rerank,
        ["text-to-image"] = ModelType.Image,
        ["image-to-image"] = ModelType.Image,
        ["speech-to-text"] = ModelType.Transcription,
        ["text-to-speech"] = ModelType.Speech,
        ["text-to-video"] = ModelType.Video,
    };

    /// <returns>The filter, or what is wrong with the query.</returns>
    public static (ModelFilter? Filter, ApiError? Error) Read(IQueryCollection query)
    {
        var (type, subType, tag) = (query["type"].ToString(), query["sub_type"].ToString(), query["tag"].ToString());
        if (type.Length > 0 && !Types.ContainsKey(type))
        {
            return (null, ApiErrors.InvalidValue("type", $"is '{type}'. Known are {string.Join(", ", Types.Keys)}."));
        }

        if (subType.Length > 0 && !SubTypes.ContainsKey(subType))
        {
            return (null, ApiErrors.InvalidValue("sub_type", $"is '{subType}'. Known are {string.Join(", ", SubTypes.Keys)}."));
        }

        var tags = Tag.None;
        foreach (var word in tag.Split(['+', ',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TagNames.TryTag(word, out var one))
            {
                return (
                    null,
                    ApiErrors.InvalidValue(
                        "tag", $"is '{word}'. Known are {string.Join(", ", TagNames.AllTags.Select(t => t.Names[0]))}."));
            }

            tags |= one;
        }

        return (new ModelFilter(
            t => (type.Length == 0 || Types[type].Contains(t)) && (subType.Length == 0 || SubTypes[subType] == t), tags), null);
    }

    public bool Takes(Route route) =>
        TakesType(route.Type) && (Tags == Tag.None || route.Usable.Any(c => c.Card.Tags.Has(Tags)));
}

namespace Gateway.Routing.Models;

// Reads the words that backends use for what a model can do.
internal static class Capabilities
{
    public static Tag Tags(IEnumerable<string> capabilities) => capabilities.Aggregate(Tag.None, static (tags, word) => tags | Of(word));

    // A model that completes text is a chat model, whatever else it does.
    private static readonly (string Word, ModelType Type)[] Types =
        [("completion", ModelType.Chat), ("embedding", ModelType.Embedding), ("image", ModelType.Image)];

    /// <returns>The type of a model that lists these capabilities; <see langword="null"/> when they do not tell.</returns>
    public static ModelType? TypeOf(IReadOnlyCollection<string> capabilities)
    {
        foreach (var (word, type) in Types)
        {
            if (capabilities.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                return type;
            }
        }

        return null;
    }

    private static Tag Of(string word) => word.ToLowerInvariant() switch
    {
        "tools" or "tool_use" => Tag.Tools,
        "insert" => Tag.FIM,
        "vision" or "multimodal" => Tag.Vision,
        "audio" => Tag.Audio,
        "thinking" or "reasoning" => Tag.Reasoning,
        _ => Tag.None,
    };
}

namespace Gateway.Routing.Models;

// The words backends use for what a model can do.
internal static class Capabilities
{
    public static Tag Tags(IEnumerable<string> capabilities) => capabilities.Aggregate(Tag.None, static (tags, word) => tags | Of(word));

    public static bool IsEmbedding(IReadOnlyCollection<string> capabilities) =>
        capabilities.Contains("embedding", StringComparer.OrdinalIgnoreCase) && !capabilities.Contains("completion", StringComparer.OrdinalIgnoreCase);

    public static bool IsImage(IReadOnlyCollection<string> capabilities) =>
        capabilities.Contains("image", StringComparer.OrdinalIgnoreCase) && !capabilities.Contains("completion", StringComparer.OrdinalIgnoreCase);

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

using System.Text.Json;

namespace Gateway.Providers.Ollama;

/// <summary>
/// Reads from a model file which files a model is made from. Models made from the same files have their own digests but share a runner, and
/// <c>/api/ps</c> only names the first of them.
/// </summary>
internal static class OllamaModelFile
{
    private const string Blob = "sha256-";

    /// <returns>The digests of the files in order; null when it names none.</returns>
    public static string? Read(JsonElement? modelFile)
    {
        if (modelFile is not { ValueKind: JsonValueKind.String } text)
        {
            return null;
        }

        var files = new List<string>();
        foreach (var line in text.GetString()!.Split('\n'))
        {
            var words = line.Trim();
            if (words.Length == 0 || words[0] == '#')
            {
                continue;
            }

            // The files come first. The rest may be anybody's text and may look like one.
            if (!words.StartsWith("FROM ", StringComparison.OrdinalIgnoreCase)
                && !words.StartsWith("ADAPTER ", StringComparison.OrdinalIgnoreCase))
            {
                break;
            }

            var name = words[(words.LastIndexOfAny(['/', '\\', ' ']) + 1)..];
            if (name.StartsWith(Blob, StringComparison.Ordinal))
            {
                files.Add(name[Blob.Length..]);
            }
        }

        return files.Count == 0 ? null : string.Join('+', files);
    }
}

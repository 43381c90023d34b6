using System.Globalization;
using System.Text.Json;

namespace Gateway.Providers.Ollama;

/// <summary>The parameters of an Ollama model that affect how it is loaded.</summary>
/// <param name="NumCtx">Its own context setting; null when it has none.</param>
/// <param name="OfRunner">The parameters with which a runner is started: with others, the same file is loaded again.</param>
internal readonly record struct OllamaParameters(int? NumCtx, string OfRunner)
{
    private const string NumCtxName = "num_ctx";

    private static readonly string[] Names = ["main_gpu", "num_batch", NumCtxName, "num_gpu", "num_thread", "use_mmap"];

    // One parameter a line, name and value separated by spaces. Stop words may contain anything, so lines are taken whole.
    public static OllamaParameters Read(JsonElement? parameters)
    {
        if (parameters is not { ValueKind: JsonValueKind.String } text)
        {
            return new(null, "");
        }

        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.GetString()!.Split('\n'))
        {
            if (line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries) is [var name, var value] && Names.Contains(name))
            {
                found.TryAdd(name, value);
            }
        }

        int? context = found.TryGetValue(NumCtxName, out var asked)
            && int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : null;
        return new(context, string.Join(' ', found.Select(p => $"{p.Key}={p.Value}")));
    }
}

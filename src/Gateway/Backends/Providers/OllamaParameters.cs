using System.Globalization;
using System.Text.Json;

namespace Gateway.Backends.Providers;

/// <summary>The parameters that a model of an Ollama brings with it, as far as they matter for how it is loaded.</summary>
/// <param name="NumCtx">Its own setting of the context; null where it has none.</param>
/// <param name="OfRunner">Those by which a runner is started: with others, the same file is loaded anew.</param>
internal readonly record struct OllamaParameters(int? NumCtx, string OfRunner)
{
    private const string NumCtxName = "num_ctx";

    private static readonly string[] Names = ["main_gpu", "num_batch", NumCtxName, "num_gpu", "num_thread", "use_mmap"];

    // A text of one parameter a line, name and value apart by spaces. Stop words may hold anything, so lines are taken whole.
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

using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

/// <summary>The rows of model-names.tsv and more-model-names.tsv, and the table they are to be read with.</summary>
internal static class ModelNameRows
{
    private static readonly string Root = FindRoot();

    public static KnownModels Known { get; } = KnownModels.Parse(Config("models.tsv"));

    public static PriceTable Prices { get; } = PriceTable.Parse(Config("prices.tsv"));

    public static IReadOnlyList<Dictionary<string, string>> All { get; } = [.. Read("model-names.tsv"), .. Read("more-model-names.tsv")];

    /// <summary>The text of a file of the repository's configuration.</summary>
    public static string Config(string file) => File.ReadAllText(Path.Combine(Root, "config", file));

    /// <summary>The card of a model whose backend says nothing.</summary>
    public static ModelCard Card(string id)
    {
        var name = ModelName.Parse(id);
        return ModelCards.Merge(name, Known.Find(name), new BackendTraits("b", IsLocal: true), said: null);
    }

    public static string Text(decimal? number) => number?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    private static List<Dictionary<string, string>> Read(string file)
    {
        var lines = File.ReadLines(Path.Combine(Root, "tests/Gateway.Routing.Tests/Models", file)).Where(l => !l.StartsWith('#')).ToList();
        var columns = lines[0].Split('\t');
        return [.. lines.Skip(1).Select(l => columns.Zip(l.Split('\t')).ToDictionary(c => c.First, c => c.Second))];
    }

    private static string FindRoot([CallerFilePath] string? source = null)
    {
        var folder = Path.GetDirectoryName(source);
        while (!File.Exists(Path.Combine(folder!, "Gateway.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder!;
    }
}

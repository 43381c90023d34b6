using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Runtime.PriceBooks;

namespace Gateway.Runtime;

/// <summary>The built-in tables from <c>config/</c>. Operators override them under <c>models</c> in the configuration.</summary>
internal static class BuiltInKnowledge
{
    public static ModelKnowledge Read() => new(
        KnownModels.Parse(Text("models.tsv")),
        PriceTable.Parse(Text("prices.tsv"), PriceZones.Find),
        ModelLives.Parse(Text("model-lives.tsv")));

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(BuiltInKnowledge).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

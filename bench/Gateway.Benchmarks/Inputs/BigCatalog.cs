using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Benchmarks.Inputs;

/// <summary>A catalog of 5,000 models on five backends, every second one a coder, and a route that lists a hundred of them.</summary>
internal static class BigCatalog
{
    private const int Backends = 5;
    private const int ModelsEach = 1000;
    private static readonly string[] Sizes = ["1.5b", "7b", "14b", "30b", "70b"];

    public static RouteTable Table()
    {
        var backends = Enumerable.Range(0, Backends).Select(b => new BackendHoldings(
            new BackendTraits($"backend{b}", IsLocal: b == 0),
            [.. Enumerable.Range(0, ModelsEach).Select(
                m => new ModelFacts(NameOf(b, m)) { Capabilities = ["completion", "tools"], ContextLength = 32_768 })])).ToList();
        var busy = new RouteDefinition(
            "Busy", [],
            [.. Enumerable.Range(0, 100).Select(m => new CandidateDefinition($"backend{m % Backends}", NameOf(m % Backends, m)))],
            Policy: Policy.LeastBusy);
        return RouteTable.Build(ModelCatalog.Build(backends, ModelKnowledge.OfNamesOnly, []), [busy], new RoutingSettings());
    }

    private static string NameOf(int backend, int model) =>
        $"vendor{backend}/model-{model}-{(model % 2 == 0 ? "chat" : "coder")}-{Sizes[model % Sizes.Length]}";
}

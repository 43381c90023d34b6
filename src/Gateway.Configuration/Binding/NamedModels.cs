using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Configuration.Binding;

/// <summary>
/// Resolves names by the configuration alone, in rules as in requests. It does not know which models the backends hold. So names that may
/// be models are left to <c>config check --online</c> and to the gateway, which reports names that match nothing.
/// </summary>
internal sealed class NamedModels
{
    private readonly RouteTable _table;
    private readonly HashSet<string> _models;
    private readonly IReadOnlyList<string> _named;

    public NamedModels(GatewayConfig config)
    {
        // Missing names are blamed elsewhere.
        var backends = config.Backends.Where(static b => b.Name is not null).DistinctBy(
            static b => b.Name, StringComparer.OrdinalIgnoreCase)
            .Select(static b => new BackendHoldings(new BackendTraits(b.Name, IsLocal: true), null));
        var routes = config.Routes.Where(static r => r is { Name: not null, Candidates: not null }).Select(static r => new RouteDefinition(
            r.Name,
            [.. r.Aliases],
            [.. r.Candidates.Where(static c => c is { Backend: not null, Model: not null }).Select(
                static c => new CandidateDefinition(c.Backend, c.Model))]));
        _table = RouteTable.Build(ModelCatalog.Build([.. backends], ModelKnowledge.OfNamesOnly, []), [.. routes], new());
        _named =
        [
            .. config.Routes.SelectMany(static r => r.Aliases.Prepend(r.Name)).OfType<string>(),
            TagNames.Auto,
            .. TagNames.AllTags.SelectMany(static t => t.Names),
            .. TagNames.AllTypes.SelectMany(static t => t.Names),
        ];
        _models = config.Models.Select(static m => m.Model).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>One spelling for all names that mean the same by the configuration.</summary>
    public string OneFor(string name) => _table.Match(name) is { } route && route.Wishes == default ? route.CountedAs : name;

    /// <summary>The reason a name has no effect among a key's tags; null when it may have one.</summary>
    public string? WhyNoTag(string name) => _table.Match(name) switch
    {
        { Kind: RouteKind.ModelOnBackend } => $"\"{name}\" is a model on a backend. Write it under 'models'.",
        { } route => WhyWished(name, route),
        null when _models.Contains(name) => null,
        null => $"\"{name}\" is no tag, type or route.{Suggest(NearestTo(name))} Models are written under 'models'.",
    };

    /// <summary>The reason a name has no effect among a key's models; null when it may have one.</summary>
    public string? WhyNoModel(string name) =>
        _table.Match(name) is { Kind: not (RouteKind.Model or RouteKind.ModelOnBackend) } route ? WhyWished(name, route) : WhyNoName(name);

    /// <summary>The reason a name can mean nothing to a client, whatever the backends hold; null when it may mean something.</summary>
    public string? WhyNoName(string name)
    {
        if (_table.Match(name) is not null || _models.Contains(name))
        {
            return null;
        }

        var fault = NameFault.Of(name, _table);
        return fault.Kind switch
        {
            NameFaultKind.Contradiction => $"\"{name}\" wishes for :local and :cloud at once. Keep one.",
            NameFaultKind.UnknownTag => $"\"{name}\" means nothing: \"{fault.Part}\" is no tag.{Suggest(fault.Nearest)}",
            // Otherwise it may be a model with a tag of its own.
            NameFaultKind.UnknownWish when fault.Nearest.Count > 0 =>
                $"\"{name}\" means nothing: \"{fault.Part}\" is no wish.{Suggest(fault.Nearest)}",
            NameFaultKind.UnknownWish or NameFaultKind.UnknownName or NameFaultKind.NoSize => null,
        };
    }

    // No models are listed here, nor the tags of any.
    private IReadOnlyList<string> NearestTo(string name) =>
        NameFault.Of(name, _table) is { Kind: not NameFaultKind.UnknownName } fault ? fault.Nearest : NearestNames.Find(name, _named);

    private static string? WhyWished(string name, Route route) => route.Wishes == default
        ? null
        : $"\"{name}\" has a wish, which belongs to a request: every key may add wishes. Write \"{route.BareName}\"; localOnly keeps "
            + $"what a key sends at home.";

    private static string Suggest(IReadOnlyList<string> nearest) => nearest.Count > 0 ? $" Did you mean \"{nearest[0]}\"?" : "";
}

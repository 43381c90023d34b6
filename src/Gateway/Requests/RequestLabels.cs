using Gateway.Authentication;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Routing.Selection;
using Gateway.Telemetry;

namespace Gateway.Requests;

/// <summary>
/// What metrics and spans call a request by: words of the configuration and the catalog, of which there are only so many. What a client
/// can make up, be it a name, a wish or a combination of tags, is <c>other</c>.
/// </summary>
internal static class RequestLabels
{
    public const string BySession = "session";
    private const string Explicit = "explicit";
    private const string ByStructure = "structure";
    private const string ByDefault = "default";

    /// <summary>The team; all callers without one are one.</summary>
    public static string TeamOf(ApiKey caller) => caller.Team ?? Names.Values.None;

    /// <summary>The tag, type or configured route that was asked for, without wishes; none for a model's own name.</summary>
    public static string TagOf(Route? route) => route is null ? Names.Values.Other : route.Kind switch
    {
        RouteKind.Model or RouteKind.ModelOnBackend => Names.Values.None,
        RouteKind.Auto or RouteKind.Tag or RouteKind.Type => route.BareName.Contains('+') ? Names.Values.Other : route.BareName,
    };

    /// <summary>The name that was asked for, without wishes.</summary>
    public static string RequestedModelOf(Route? route) => route is null ? Names.Values.Other : route.Kind switch
    {
        RouteKind.Model => route.BareName,
        RouteKind.ModelOnBackend => ModelOf(route, route.Candidates[0]),
        RouteKind.Auto or RouteKind.Tag or RouteKind.Type => TagOf(route),
    };

    /// <summary>The model that a request was sent to. One that its backend does not list, asked for by name, is the client's invention.</summary>
    public static string ModelOf(Route? route, Candidate candidate) =>
        route?.Kind == RouteKind.ModelOnBackend && !candidate.Card.IsListed ? Names.Values.Other : candidate.Model;

    /// <summary>By what its way is chosen, unless its session has a word.</summary>
    public static string SourceOf(Route route, in Needs needs) =>
        route.Kind != RouteKind.Auto ? Explicit : needs.Demand == Demand.None ? ByDefault : ByStructure;
}

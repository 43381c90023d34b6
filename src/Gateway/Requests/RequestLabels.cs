using Gateway.Authentication;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;
using Gateway.Telemetry;

namespace Gateway.Requests;

/// <summary>
/// The metric and span labels of a request: words from the configuration and the catalog, a bounded set. Anything a client can make up, be
/// it a name, a wish or a combination of tags, is <c>other</c>.
/// </summary>
internal static class RequestLabels
{
    public const string BySession = "session";
    private const string Explicit = "explicit";
    private const string ByStructure = "structure";
    private const string ByDefault = "default";

    /// <summary>The team; all callers without a team count as one.</summary>
    public static string TeamOf(ApiKey caller) => caller.Team ?? Names.Values.None;

    /// <summary>The requested tag, type or configured route, without wishes; none for a model's own name.</summary>
    public static string TagOf(Route? route) => route is null ? Names.Values.Other : route.Kind switch
    {
        RouteKind.Model or RouteKind.ModelOnBackend => Names.Values.None,
        RouteKind.Auto or RouteKind.Tag or RouteKind.Type => route.BareName.Contains('+') ? Names.Values.Other : route.BareName,
    };

    /// <summary>The requested name without wishes.</summary>
    public static string RequestedModelOf(Route? route) => route is null ? Names.Values.Other : route.Kind switch
    {
        RouteKind.Model => route.BareName,
        RouteKind.ModelOnBackend => ModelOf(route, route.Candidates[0]),
        RouteKind.Auto or RouteKind.Tag or RouteKind.Type => TagOf(route),
    };

    /// <summary>
    /// The model a request was sent to. A model that is asked for by name but not listed by its backend is the client's invention.
    /// </summary>
    public static string ModelOf(Route? route, Candidate candidate) =>
        route?.Kind == RouteKind.ModelOnBackend && !candidate.Card.IsListed ? Names.Values.Other : candidate.Model;

    /// <summary>The label of the reason for the route, unless the session decides.</summary>
    public static string SourceOf(Route route, in Needs needs) =>
        route.Kind != RouteKind.Auto ? Explicit : needs.Demand == Demand.None ? ByDefault : ByStructure;
}

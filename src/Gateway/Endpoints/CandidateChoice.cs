using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Resilience.Hedging;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Routing.Selection;
using Gateway.Runtime;
using Gateway.Telemetry;

namespace Gateway.Endpoints;

/// <summary>Steps 4 and 6 of the path: from the name in <c>model</c> and what the request holds to the candidates, in order.</summary>
internal sealed class CandidateChoice(
    SessionMemory sessions, BackendProber prober, HedgeTimes hedges, RequestInstruments measures, Random random, TimeProvider time)
{
    /// <summary>Fills <see cref="GatewayRequest.Candidates"/>.</summary>
    /// <returns>Why there are none; null when there are.</returns>
    public ApiError? Choose(GatewayRequest request, GatewaySnapshot snapshot)
    {
        var since = measures.RouteDuration.Enabled ? time.GetTimestamp() : 0;
        var error = Decide(request, snapshot);
        if (since != 0)
        {
            measures.RouteDuration.Record(time.GetElapsedTime(since).TotalSeconds);
        }

        return error;
    }

    private ApiError? Decide(GatewayRequest request, GatewaySnapshot snapshot)
    {
        var error = Find(request, snapshot, out var route);
        request.Route = route;
        if (error is not null)
        {
            return error;
        }

        var needs = RequestNeeds.Of(request.Head);
        request.RouteSource = RequestLabels.SourceOf(route!, needs);
        var selection = Selector.Select(route!, needs, Last(request), random, ref request.Candidates);
        if (!selection.IsFound)
        {
            return WhyNone(request, snapshot, selection, needs);
        }

        request.Reach = selection.Stage;
        request.RouteSource = selection.StaysInSession ? RequestLabels.BySession : request.RouteSource;
        request.FirstEvents = route!.HedgedAs is { } hedged ? hedges.Of(hedged, request.Head.Stream) : null;
        // What else a request may ask for that stands in the way is looked for when there is something to resume.
        request.Resumes = route.Resumes && request.Head is { Stream: true, N: 1, HasJsonSchema: false };
        request.WarmsUp = selection.WarmsUp ? selection.PassedOverCold : null;
        // What goes where its name says needs no words; they would cost each request a string.
        request.Decision = selection.Stage != Stage.Own || route!.Kind == RouteKind.Auto || selection.PassedOverCold is not null
            ? Explainer.Summarise(route!, selection, needs, request.Candidates[0])
            : null;
        return null;
    }

    /// <summary>Says where a request would go and why.</summary>
    /// <returns>Why its name leads nowhere; null when there is an explanation.</returns>
    public ApiError? Explain(GatewayRequest request, GatewaySnapshot snapshot, out Explanation? explanation, out ApiError? refusal)
    {
        (explanation, refusal) = (null, null);
        if (Find(request, snapshot, out var route) is { } error)
        {
            return error;
        }

        var needs = RequestNeeds.Of(request.Head);
        explanation = Explainer.Explain(route!, needs, Last(request), random);
        refusal = explanation.Selection.IsFound ? null : WhyNone(request, snapshot, explanation.Selection, needs);
        return null;
    }

    private ApiError? Find(GatewayRequest request, GatewaySnapshot snapshot, out Route? route)
    {
        if (RequestedName.Find(request, snapshot, out route) is not { } error)
        {
            return null;
        }

        // It may have been pulled a moment ago; who asks again soon finds it.
        prober.Wake();
        return error;
    }

    private Candidate? Last(GatewayRequest request) =>
        request.Session is { } session ? sessions.Find(request.Caller.Name, session, request.RequestedName!) : null;

    private ApiError WhyNone(GatewayRequest request, GatewaySnapshot snapshot, Selection selection, in Needs needs)
    {
        if (request.Caller.LocalOnly && IsFoundElsewhere(request.RequestedName!, snapshot, needs))
        {
            return ApiErrors.LocalOnly(request.RequestedName!);
        }

        var refusal = Explainer.WhyNone(selection, needs);
        return refusal.Kind switch
        {
            RefusalKind.NoCandidate => RequestedName.WhyEmpty(request.RequestedName!, selection.Route, request.Caller, snapshot),
            RefusalKind.ContextTooLong => ApiErrors.ContextTooLong(refusal.Message),
            RefusalKind.PromptTooLong => ApiErrors.PromptTooLong(refusal.Message),
            _ when BackendForPlainImages(selection.Route, needs) is { } backend => (request.Head.Media & MediaKind.RemoteImage) != 0
                ? ApiErrors.ImageUrlNotSupported(backend)
                : ApiErrors.ImageFormatNotSupported(backend),
            _ => ApiErrors.NoCapableModel(refusal.Message),
        };
    }

    private bool IsFoundElsewhere(string name, GatewaySnapshot snapshot, in Needs needs)
    {
        Shortlist list = default;
        return snapshot.Routes.Match(name) is { } route && Selector.Select(route, needs, null, random, ref list).IsFound;
    }

    // Where the same image inside the request, in a plain format, would do, that is the way out to name.
    private string? BackendForPlainImages(Route route, Needs needs)
    {
        Shortlist list = default;
        return (needs.Demand & Demand.ImageAddress) != 0
            && Selector.Select(route, needs with { Demand = needs.Demand & ~Demand.ImageAddress }, null, random, ref list).IsFound
                ? list[0].Backend
                : null;
    }
}

using Gateway.Attempts;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Resilience.Hedging;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Routing.Selection;
using Gateway.Runtime;
using Gateway.Telemetry;

namespace Gateway.Pipeline;

/// <summary>Step 4 of the path: from the name in <c>model</c> and what the request holds to the candidates, in order.</summary>
internal sealed class CandidateChoice(
    SessionMemory sessions,
    BackendProber prober,
    HedgeTimes hedges,
    PromptCounter counter,
    RequestInstruments measures,
    Random random,
    TimeProvider time)
{
    /// <summary>
    /// Fills in the choice. At once, but where one of the candidates may be too short for the prompt and its backend can count: then that is
    /// asked, and chosen anew.
    /// </summary>
    /// <returns>Why there are no candidates; null when there are.</returns>
    public ValueTask<ApiError?> ChooseAsync(Choice choice, CancellationToken client)
    {
        var since = measures.RouteDuration.Enabled ? time.GetTimestamp() : 0;
        var error = Decide(choice);
        if (since != 0)
        {
            measures.RouteDuration.Record(time.GetElapsedTime(since).TotalSeconds);
        }

        return choice.Selection.IsInDoubt && PromptCounter.CanCount(choice, RequestNeeds.Of(choice), choice.Selection, isSent: true)
            ? ChooseAnewAsync(choice, client)
            : ValueTask.FromResult(error);
    }

    private async ValueTask<ApiError?> ChooseAnewAsync(Choice choice, CancellationToken client)
    {
        await counter.CountAsync(choice, RequestNeeds.Of(choice), choice.Selection, isSent: true, client);
        return Decide(choice);
    }

    private ApiError? Decide(Choice choice)
    {
        if (Find(choice) is { } error)
        {
            return error;
        }

        var (inquiry, route) = (choice.Inquiry, choice.Route!);
        var needs = NeedsOf(choice);
        choice.Caps = new AnswerCaps(Paid: null, Room: null, inquiry is { IsBackground: true, Head.MaxTokens: null } ? choice.Snapshot.Config.Background.MaxTokens : null);
        choice.RouteSource = RequestLabels.SourceOf(route, needs);
        var selection = choice.Selection = choice.Leading = Selector.Select(route, needs, Last(choice), random, ref choice.Candidates);
        if (inquiry.IsBackground && BackgroundChoice.Prefer(choice, needs, random))
        {
            return null;
        }

        if (!selection.IsFound)
        {
            return WhyNone(choice, selection, needs);
        }

        choice.RouteSource = selection.StaysInSession ? RequestLabels.BySession : choice.RouteSource;
        // Nobody is helped by a second attempt at what nobody waits for.
        choice.FirstEvents = route.HedgedAs is { } hedged && inquiry is { IsBackground: false, Operation.IsConversation: true } ? hedges.Of(hedged, inquiry.Head.Stream) : null;
        // What else a request may ask for that stands in the way is looked for when there is something to resume.
        choice.Resumes = route.Resumes && inquiry.Operation.IsConversation && inquiry.Head is { Stream: true, N: 1, HasJsonSchema: false };
        choice.WarmsUp = selection.WarmsUp ? selection.PassedOverCold : null;
        // What goes where its name says needs no words; they would cost each request a string. Whoever answers in the end may have others.
        choice.Decision = Explainer.WorthTelling(route, selection, needs, choice.Candidates[0]);
        return null;
    }

    /// <summary>Says where a request would go and why. It is counted where it would be, and sent nowhere.</summary>
    /// <returns>Why its name leads nowhere, or an explanation and, where no candidate was found, the error for that.</returns>
    public async ValueTask<(ApiError? Error, Explanation? Explanation, ApiError? Refusal)> ExplainAsync(Choice choice, CancellationToken client)
    {
        if (Find(choice) is { } error)
        {
            return (error, null, null);
        }

        var route = choice.Route!;
        var needs = NeedsOf(choice);
        var selection = Selector.Select(route, needs, Last(choice), random, ref choice.Candidates);
        if (selection.IsInDoubt && PromptCounter.CanCount(choice, needs, selection, isSent: false))
        {
            await counter.CountAsync(choice, needs, selection, isSent: false, client);
            needs = RequestNeeds.Of(choice);
        }

        var explanation = BackgroundChoice.Explain(Explainer.Explain(route, needs, Last(choice), random), choice, needs, random);
        return (null, explanation, explanation.Selection.IsFound ? null : WhyNone(choice, explanation.Selection, needs));
    }

    // The name that is asked for is nearer to what is wanted than the key, and both are nearer than what is known of clients.
    private static Needs NeedsOf(Choice choice)
    {
        var inquiry = choice.Inquiry;
        choice.HasOptionalTools = inquiry.Head.CanDoWithoutTools
            && (choice.Route!.HasOptionalTools ?? inquiry.Caller.HasOptionalTools ?? inquiry.IsOfAChatPage);
        return RequestNeeds.Of(choice);
    }

    private ApiError? Find(Choice choice)
    {
        if (RequestedName.Find(choice) is not { } error)
        {
            return null;
        }

        // It may have been pulled a moment ago; who asks again soon finds it.
        prober.Wake();
        return error;
    }

    private Candidate? Last(Choice choice) => choice.Inquiry is { Session: { } session, Caller.Name: var caller }
        ? sessions.Find(caller, session, choice.Name.Meant)
        : null;

    private ApiError WhyNone(Choice choice, Selection selection, in Needs needs)
    {
        var (inquiry, snapshot, name) = (choice.Inquiry, choice.Snapshot, choice.Name.Meant);
        var refusal = Explainer.WhyNone(selection, needs);
        var param = inquiry.Operation.Mark;
        if (inquiry.Caller.LocalOnly && IsFoundElsewhere(name, snapshot, needs))
        {
            return ApiErrors.LocalOnly(name, refusal.Kind == RefusalKind.NoCandidate ? null : refusal.Message);
        }

        return refusal.Kind switch
        {
            RefusalKind.NoCandidate => RequestedName.WhyEmpty(name, selection.Route, inquiry.Caller, snapshot),
            RefusalKind.ContextTooLong => ApiErrors.ContextTooLong(refusal.Message, param),
            RefusalKind.PromptTooLong => ApiErrors.PromptTooLong(refusal.Message, param),
            RefusalKind.NoCapableModel when BackendForPlainImages(selection.Route, needs) is { } backend => (inquiry.Head.Media & MediaKind.RemoteImage) != 0
                ? ApiErrors.ImageUrlNotSupported(backend, param)
                : ApiErrors.ImageFormatNotSupported(backend, param),
            RefusalKind.NoCapableModel => ApiErrors.NoCapableModel(refusal.Message),
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

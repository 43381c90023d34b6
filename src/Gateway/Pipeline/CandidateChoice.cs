using Gateway.Attempts;
using Gateway.Requests;
using Gateway.Resilience.Hedging;
using Gateway.Routing.Candidates;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Runtime;
using Gateway.Telemetry;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Pipeline;

/// <summary>Step 4 of the path: turns the name in <c>model</c> and the request's needs into the ordered candidates.</summary>
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
    /// Fills in the choice, usually at once. If a candidate's context may be too short for the prompt and its backend can count tokens, the
    /// backend is asked and the choice is made again.
    /// </summary>
    /// <returns>The reason why there are no candidates; null when there are some.</returns>
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
        choice.Caps = new AnswerCaps(
            Paid: null, Room: null,
            inquiry is { IsBackground: true, Head.MaxTokens: null } ? choice.Snapshot.Config.Background.MaxTokens : null);
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
        // A second attempt helps nobody when nobody waits.
        choice.FirstEvents = route.HedgedAs is { } hedged && inquiry is { IsBackground: false, Operation.IsConversation: true }
            ? hedges.Of(hedged, inquiry.Head.Stream)
            : null;
        // Other request options that prevent resuming are checked when there is something to resume.
        choice.Resumes = route.Resumes && inquiry.Operation.IsConversation && inquiry.Head is { Stream: true, N: 1, HasJsonSchema: false };
        choice.WarmsUp = selection.WarmsUp ? selection.PassedOverCold : null;
        // A request that goes where its name says needs no explanation, which would cost it a string. The candidate that
        // answers in the end may set another.
        choice.Decision = Explainer.WorthTelling(route, selection, needs, choice.Candidates[0]);
        return null;
    }

    /// <summary>Explains where a request would go and why. Its prompt is counted as if it were sent, but nothing is sent.</summary>
    /// <returns>The error of a name that leads nowhere; otherwise an explanation and, when no candidate was
    /// found, the error for that.</returns>
    public async ValueTask<(ApiError? Error, Explanation? Explanation, ApiError? Refusal)> ExplainAsync(
        Choice choice, CancellationToken client)
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

    // The requested name says more about what is wanted than the key, and both say more than what is known of clients.
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

        // The model may have been pulled a moment ago; a caller that retries soon finds it.
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
            RefusalKind.NoCapableModel when BackendForPlainImages(selection.Route, needs) is { } backend =>
                (inquiry.Head.Media & MediaKind.RemoteImage) != 0
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

    // If the same image would work inline in a plain format, the error names that way out.
    private string? BackendForPlainImages(Route route, Needs needs)
    {
        Shortlist list = default;
        return (needs.Demand & Demand.ImageAddress) != 0
            && Selector.Select(route, needs with { Demand = needs.Demand & ~Demand.ImageAddress }, null, random, ref list).IsFound
                ? list[0].Backend
                : null;
    }
}

using Gateway.Configuration;
using Gateway.Protocol;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Telemetry;
using Gateway.Usage;

namespace Gateway.Admission;

/// <summary>Steps 5 and 10 of the path: reserves on every quota at once before a request is sent, and settles to the truth when it is over.</summary>
internal sealed class QuotaGate(
    IQuotaStore store,
    QuotaEstimator estimator,
    LiveRequests live,
    BudgetAlerts alerts,
    RequestInstruments measures,
    TimeProvider time,
    QuotaOpening? opening = null,
    LedgerReconciler? reconciler = null)
{
    /// <summary>Reserves, and takes from the candidates those that may not be paid for.</summary>
    /// <returns>Why the request is not admitted; null when it is.</returns>
    public async ValueTask<ApiError?> AdmitAsync(HttpContext context, GatewayRequest request, GatewaySnapshot snapshot)
    {
        var subjects = snapshot.Policies.SubjectsOf(request.Caller, request.Tag!);
        if (subjects.Length == 0)
        {
            return null;
        }

        alerts.Used(subjects);
        reconciler?.Used(subjects);
        await (opening?.EnsureAsync(subjects) ?? ValueTask.CompletedTask);
        var isMoneyLimited = Array.Exists(subjects, static s => s.Limits.HasMoney);
        if (isMoneyLimited && !request.Candidates.Keep(snapshot.Prices, static (card, prices) => prices.IsKnown(card)))
        {
            return ApiErrors.PriceUnknown(request.RequestedName!);
        }

        var decision = await ReserveAsync(context, request, snapshot, subjects, isMoneyLimited);
        if (decision.Outcome == QuotaOutcome.Refused)
        {
            alerts.Refused(decision);
            if (QuotaText.IsMoney(decision.Kind)
                && snapshot.Config.Quotas.WhenBudgetSpent == BudgetSpent.Local
                && request.Candidates.Keep(snapshot.Prices, static (card, _) => !Pricing.Costs(card)))
            {
                request.Decision = $"{QuotaText.NameOf(decision.Kind)} of {decision.Subject!.Words} is spent, so it goes on with what costs nothing";
                decision = await ReserveAsync(context, request, snapshot, subjects, isMoneyLimited: false);
            }
        }

        if (decision.Outcome == QuotaOutcome.Refused)
        {
            measures.QuotaRejections.Add(1, new(Names.Attributes.Team, RequestLabels.TeamOf(request.Caller)), new(Names.Attributes.Window, QuotaText.NameOf(decision.Kind)));
        }

        RateLimitHeaders.Set(context.Response.Headers, decision);
        return decision.Outcome switch
        {
            QuotaOutcome.Granted => null,
            QuotaOutcome.Closed => ApiErrors.QuotasAway(),
            _ when QuotaText.IsBudget(decision.Kind) => ApiErrors.QuotaSpent(Describe(decision, snapshot)),
            _ => ApiErrors.RateLimited(Describe(decision, snapshot), decision.RetryAfter),
        };
    }

    /// <summary>Settles to what was used. Never throws and never waits: the store sees to it that nothing is lost.</summary>
    public void Settle(GatewayRequest request)
    {
        if (request.Hold is null)
        {
            return;
        }

        var used = Charge.Of(request, request.Hold.Prices);
        live.Remove(request);
        request.Hold = null;
        var settling = store.SettleAsync(request.Id, used, CancellationToken.None);
        if (!settling.IsCompletedSuccessfully)
        {
            _ = settling.AsTask();
        }
    }

    private async ValueTask<QuotaDecision> ReserveAsync(
        HttpContext context, GatewayRequest request, GatewaySnapshot snapshot, QuotaSubject[] subjects, bool isMoneyLimited)
    {
        request.AnswerCap = isMoneyLimited && request.Head.MaxTokens is null ? snapshot.Config.Quotas.MaxAnswerTokens : null;
        var (estimate, prompt) = estimator.Estimate(request, snapshot.Prices, subjects);
        var decision = await store.ReserveAsync(new QuotaClaim(request.Id, subjects, estimate, prompt), context.RequestAborted);
        if (decision.IsGranted)
        {
            request.Hold = new QuotaHold(estimate, snapshot.Prices, decision.Second);
            live.Add(request);
        }

        return decision;
    }

    private string Describe(in QuotaDecision decision, GatewaySnapshot snapshot) =>
        QuotaText.Describe(decision, snapshot.Config.Quotas.Currency, time.GetUtcNow());
}

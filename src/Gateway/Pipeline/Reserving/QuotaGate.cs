using System.Diagnostics;
using Gateway.Budgets;
using Gateway.Configuration;
using Gateway.Ledger.Pricing;
using Gateway.Pipeline.Recording;
using Gateway.Http;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Telemetry;
using Gateway.Wire.Errors;

namespace Gateway.Pipeline.Reserving;

/// <summary>
/// Steps 5 and 9 of the path: reserves on all quotas together before a request is sent, and settles to actual usage when it is over.
/// </summary>
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
    // A shorter answer than this is useless; its client is told what is left.
    public const int ShortestAnswer = 64;

    // With several limits, each may leave less than the one before.
    private const int Tries = 4;

    /// <summary>Reserves, and removes the candidates the request may not pay for.</summary>
    /// <returns>The reason the request is not admitted; null when it is.</returns>
    public async ValueTask<ApiError?> AdmitAsync(HttpContext context, Choice choice)
    {
        var (inquiry, snapshot) = (choice.Inquiry, choice.Snapshot);
        var subjects = snapshot.Policies.SubjectsOf(
            inquiry.Caller.Counted,
            choice.Name.CountedAs!,
            inquiry.IsBackground,
            inquiry.Operation.CountsAsRequest || snapshot.Config.Quotas.CountEmbeddings);
        if (subjects.Length == 0)
        {
            return null;
        }

        alerts.Used(subjects);
        reconciler?.Used(subjects);
        var isMoneyLimited = HasMoney(subjects);
        if (isMoneyLimited
            && !choice.Candidates.Keep((snapshot.Prices, inquiry.ReceivedOn), static (card, by) => by.Prices.IsKnown(card, by.ReceivedOn)))
        {
            return ApiErrors.PriceUnknown(choice.Name.Meant);
        }

        var since = Stopwatch.GetTimestamp();
        await (opening?.EnsureAsync(subjects) ?? ValueTask.CompletedTask);
        QuotaDecision decision;
        for (var isFirst = true; ; isFirst = false)
        {
            if (opening?.FirstClosed(subjects) is { } unknown)
            {
                if (!KeepToWhatIsFree(choice, subjects))
                {
                    return ApiErrors.BudgetUnknown(unknown.Words);
                }

                isMoneyLimited = false;
                choice.Decision =
                    choice.QuotaDecision = $"what {unknown.Words} has used is not known yet, so it goes on with what costs nothing";
            }

            decision = await ReserveAsync(context, choice, subjects, isMoneyLimited);
            if (decision.Outcome != QuotaOutcome.Unopened || opening is null || !isFirst)
            {
                break;
            }

            await opening.AgainAsync(subjects, since);
        }

        if (decision.Outcome == QuotaOutcome.Refused)
        {
            decision = await ReserveWhatIsLeftAsync(context, choice, subjects, decision);
        }

        if (decision.Outcome == QuotaOutcome.Refused)
        {
            alerts.Refused(decision);
            if (decision.Kind!.Meter == Meter.Money
                && snapshot.Config.Quotas.WhenBudgetSpent == BudgetSpent.Local
                && choice.Candidates.Keep(inquiry.ReceivedOn, static (card, at) => !Pricing.Costs(card, at)))
            {
                choice.Decision = choice.QuotaDecision =
                    $"{decision.Kind.Name} of {decision.Subject!.Words} is spent, so it goes on with what costs nothing";
                decision = await ReserveAsync(context, choice, subjects, isMoneyLimited: false);
            }
        }

        if (decision.Outcome == QuotaOutcome.Refused)
        {
            measures.QuotaRejections.Add(
                1, new(Names.Attributes.Team, RequestLabels.TeamOf(inquiry.Caller)), new(Names.Attributes.Window, decision.Kind!.Name));
        }

        RateLimitHeaders.Set(context.Response.Headers, decision);
        return decision.Outcome switch
        {
            QuotaOutcome.Granted => null,
            QuotaOutcome.Closed => ApiErrors.QuotasAway(),
            QuotaOutcome.Unopened => ApiErrors.BudgetUnknown(subjects[0].Words),
            QuotaOutcome.Refused when decision.Kind!.IsBudget => ApiErrors.QuotaSpent(Describe(decision, choice, subjects)),
            QuotaOutcome.Refused => ApiErrors.RateLimited(Describe(decision, choice, subjects), decision.RetryAfter),
        };
    }

    /// <summary>Keeps the reservation in step with what the request uses while it runs.</summary>
    public void Follow(Delivery delivery)
    {
        if (delivery.Choice.Hold is not null)
        {
            live.Add(delivery);
        }
    }

    /// <summary>Settles to actual usage. Never waits: the store makes sure that nothing is lost.</summary>
    public void Settle(Choice choice, Delivery? delivery, Outcome outcome)
    {
        if (choice.Hold is null)
        {
            return;
        }

        if (delivery is not null)
        {
            live.Remove(delivery);
        }

        var settling = store.SettleAsync(choice.Inquiry.Id, outcome.Used, CancellationToken.None);
        if (!settling.IsCompletedSuccessfully)
        {
            _ = settling.AsTask();
        }
    }

    private static bool HasMoney(QuotaSubject[] subjects)
    {
        foreach (var subject in subjects)
        {
            if (subject.Limits.HasMoney)
            {
                return true;
            }
        }

        return false;
    }

    private ValueTask<QuotaDecision> ReserveAsync(HttpContext context, Choice choice, QuotaSubject[] subjects, bool isMoneyLimited)
    {
        int? paid = isMoneyLimited && choice.Inquiry.Head.MaxTokens is null ? choice.Snapshot.Config.Quotas.MaxAnswerTokens : null;
        choice.Caps = choice.Caps with { Paid = paid, Room = null };
        return ReserveAsync(context, choice, subjects);
    }

    // A request that names no limit for its answer gets a shorter answer rather than none. Another limit, or somebody who was first, may
    // still stand in the way.
    private async ValueTask<QuotaDecision> ReserveWhatIsLeftAsync(
        HttpContext context, Choice choice, QuotaSubject[] subjects, QuotaDecision decision)
    {
        var caps = choice.Caps;
        for (var i = 0;
            i < Tries && decision is { Outcome: QuotaOutcome.Refused, Kind.IsBudget: true } && choice.Inquiry.Head.MaxTokens is null;
            i++)
        {
            if (estimator.LongestAnswer(choice, choice.Snapshot.Prices, subjects, decision.Kind!, decision.Left) is not { } longest
                || longest < ShortestAnswer)
            {
                break;
            }

            choice.Caps = decision.Kind!.Meter == Meter.Money
                ? choice.Caps with { Paid = (int)Math.Min(longest, choice.Caps.Paid ?? longest) }
                : choice.Caps with { Room = (int)Math.Min(longest, choice.Caps.Room ?? longest) };
            decision = await ReserveAsync(context, choice, subjects);
        }

        choice.Caps = decision.IsGranted ? choice.Caps : caps;
        return decision;
    }

    private async ValueTask<QuotaDecision> ReserveAsync(HttpContext context, Choice choice, QuotaSubject[] subjects)
    {
        var prices = choice.Snapshot.Prices;
        var (estimate, prompt) = estimator.Estimate(choice, prices, subjects);
        var decision = await store.ReserveAsync(new QuotaClaim(choice.Inquiry.Id, subjects, estimate, prompt), context.RequestAborted);
        choice.Hold = decision.IsGranted ? new QuotaHold(estimate, prices, decision.Second) : null;
        return decision;
    }

    // Where the true amount of money is unknown, no money is spent. Tokens are never free.
    private bool KeepToWhatIsFree(Choice choice, QuotaSubject[] subjects)
    {
        var count = choice.Candidates.Count;
        return !Array.Exists(subjects, s => s.Limits.Has(static k => k.IsInLedger && k.Meter != Meter.Money) && !opening!.IsOpen(s))
            && choice.Candidates.Keep(choice.Inquiry.ReceivedOn, static (card, at) => !Pricing.Costs(card, at))
            && (choice.Candidates.Count == count || choice.Snapshot.Config.Quotas.WhenBudgetSpent == BudgetSpent.Local);
    }

    private string Describe(in QuotaDecision decision, Choice choice, QuotaSubject[] subjects)
    {
        var kind = decision.Kind!;
        if (decision.Left <= 0 || kind.CountsRequests)
        {
            return QuotaText.DescribeReached(decision, choice.Snapshot.Config.Quotas.Currency, time.GetUtcNow());
        }

        var (whole, _) = estimator.Estimate(choice, choice.Snapshot.Prices, subjects);
        var longest = estimator.LongestAnswer(choice, choice.Snapshot.Prices, subjects, kind, decision.Left);
        return QuotaText.DescribeTooLittle(decision, whole, longest, choice.Snapshot.Config.Quotas.Currency, time.GetUtcNow());
    }
}

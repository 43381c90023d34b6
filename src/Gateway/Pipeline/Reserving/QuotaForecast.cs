using Gateway.Budgets;
using Gateway.Configuration;
using Gateway.Ledger.Pricing;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Routing.Models;
using Gateway.Runtime;

namespace Gateway.Pipeline.Reserving;

/// <summary>Says which models a request's quotas allow at the moment. Reserves nothing.</summary>
internal sealed class QuotaForecast(IQuotaStore store, QuotaEstimator estimator, QuotaOpening? opening = null)
{
    /// <param name="choice">The request, with its candidates.</param>
    /// <param name="stop">Cancels the call.</param>
    /// <returns>A function that names, in words, the limit that forbids a model; null where none does.</returns>
    public async ValueTask<Func<ModelCard, string?>> OfAsync(Choice choice, CancellationToken stop)
    {
        var snapshot = choice.Snapshot;
        var subjects = snapshot.Policies.SubjectsOf(
            choice.Inquiry.Caller.Counted, choice.Name.CountedAs!, choice.Inquiry.IsBackground,
            choice.Inquiry.Operation.CountsAsRequest || snapshot.Config.Quotas.CountEmbeddings);
        if (subjects.Length == 0)
        {
            return static _ => null;
        }

        await (opening?.EnsureAsync(subjects) ?? ValueTask.CompletedTask);
        var uses = await store.PeekAsync(subjects, stop);
        // Estimate as the reservation does: at the dearest candidate, and shorter where the client names no limit.
        long? most = choice.Inquiry.Head.MaxTokens is null ? QuotaGate.ShortestAnswer : null;
        var (need, _) = estimator.Estimate(choice, snapshot.Prices, subjects, most);
        return card => WhyNot(card, need, uses, snapshot, choice.Inquiry.ReceivedOn);
    }

    private string? WhyNot(
        ModelCard card, QuotaAmount need, IReadOnlyList<QuotaUse> uses, GatewaySnapshot snapshot, DateTimeOffset at)
    {
        if (uses.Any(static u => u.Subject.Limits.HasMoney) && !snapshot.Prices.IsKnown(card, at))
        {
            return "money is limited, and what it costs is not known";
        }

        need = Pricing.Costs(card, at) ? need : need.With(Meter.Money, 0);
        foreach (var use in uses)
        {
            var all = use.Subject.NeedOf(need, isNew: true);
            foreach (var (kind, limit) in use.Subject.Limits.All)
            {
                if (WhyNot(use, kind, limit, all[kind.Meter], snapshot.Config.Quotas.Currency) is { } why)
                {
                    return why;
                }
            }
        }

        return null;
    }

    private string? WhyNot(in QuotaUse use, LimitKind kind, long limit, long more, string currency)
    {
        if (more == 0)
        {
            return null;
        }

        if (kind.IsBudget && opening?.IsOpen(use.Subject) == false)
        {
            return $"what {use.Subject.Words} has used of {kind.Name} cannot be read from the ledger now";
        }

        var left = Math.Max(0, limit - use.Of(kind));
        return more <= left ? null
            : $"{kind.Name} of {use.Subject.Words} has {QuotaText.Amount(kind, left, currency)} left, "
                + $"and this needs {QuotaText.Amount(kind, more, currency)}";
    }
}

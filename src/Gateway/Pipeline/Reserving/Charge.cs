using Gateway.Ledger.Pricing;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Wire.Usage;

namespace Gateway.Pipeline.Reserving;

/// <summary>Computes what a running request has used so far, and its cost.</summary>
internal static class Charge
{
    /// <summary>Computes what the request has used so far. May be called from any thread while the answer runs.</summary>
    public static QuotaAmount Of(Inquiry inquiry, Progress progress, Pricing prices)
    {
        if (progress.Served is not { } served)
        {
            return default;
        }

        var amount = Of(served, RequestUsage.Of(inquiry, progress), prices);
        foreach (var spent in progress.Spent)
        {
            amount += Of(spent.By, spent.Settle(), prices);
        }

        return amount;
    }

    private static QuotaAmount Of(Candidate candidate, in TokenUsage usage, Pricing prices) =>
        new((long)(usage.Prompt ?? 0) + (usage.Output ?? 0), prices.NanoOf(candidate.Card, usage));
}

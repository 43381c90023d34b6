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

        var at = inquiry.ReceivedOn;
        var usage = RequestUsage.Of(inquiry, progress);
        var units = progress.Serving is null ? default : RequestUsage.UnitsOf(inquiry);
        var amount = Of(served, progress.Serving?.Answer?.Model, usage, units, prices, at);
        foreach (var spent in progress.Spent)
        {
            amount += Of(spent.By, spent.Answer?.Model, spent.Settle(), default, prices, at);
        }

        return amount;
    }

    private static QuotaAmount Of(
        Candidate candidate, string? answered, in TokenUsage usage, in UnitUsage units, Pricing prices, DateTimeOffset at) =>
        new(
            (long)(usage.Prompt ?? 0) + (usage.Output ?? 0),
            prices.NanoOf(prices.Billed(candidate, answered, at), usage, units, at));
}

using Gateway.Protocol;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Usage;

namespace Gateway.Admission;

/// <summary>What a request has used, and what that costs.</summary>
internal static class Charge
{
    /// <summary>At any time, also while the answer runs and from another thread.</summary>
    public static QuotaAmount Of(GatewayRequest request, Pricing prices)
    {
        if (request.Served is not { } served)
        {
            return default;
        }

        var amount = Of(served, RequestUsage.Of(request), prices);
        foreach (var spent in request.Spent)
        {
            amount += Of(spent.By, spent.Settle(request.Head.PromptTokens), prices);
        }

        return amount;
    }

    private static QuotaAmount Of(Candidate candidate, in TokenUsage usage, Pricing prices) =>
        new((long)(usage.Prompt ?? 0) + (usage.Output ?? 0), prices.NanoOf(candidate.Card, usage));
}

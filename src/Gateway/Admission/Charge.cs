using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Usage;

namespace Gateway.Admission;

/// <summary>What a request has used, and what that costs.</summary>
internal static class Charge
{
    /// <summary>At any time, also while the answer runs and from another thread.</summary>
    public static QuotaAmount Of(GatewayRequest request, Pricing prices)
    {
        var usage = RequestUsage.Of(request);
        return new QuotaAmount((long)(usage.Prompt ?? 0) + (usage.Output ?? 0), request.Served is { } served ? prices.NanoOf(served.Card, usage) : 0);
    }
}

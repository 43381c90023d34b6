using Gateway.Ledger.Pricing;
using Gateway.Quotas;

namespace Gateway.Requests;

/// <summary>The reservation a request holds until it is settled.</summary>
internal sealed class QuotaHold(QuotaAmount reserved, Pricing prices, long second)
{
    public QuotaAmount Reserved { get; set; } = reserved;

    /// <summary>The time of admission, in Unix seconds of the counters' clock. It determines the day to which the request counts.</summary>
    public long Second => second;

    /// <summary>The prices at the time of admission.</summary>
    public Pricing Prices => prices;

    /// <summary>True when the reservation could not be enlarged, so that the answer has to end.</summary>
    public bool IsExhausted { get; set; }
}

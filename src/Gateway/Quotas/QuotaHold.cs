using Gateway.Usage;

namespace Gateway.Quotas;

/// <summary>What a request holds of its quotas until it is settled.</summary>
internal sealed class QuotaHold(QuotaAmount reserved, Pricing prices, long second)
{
    public QuotaAmount Reserved { get; set; } = reserved;

    /// <summary>When it was admitted, in Unix seconds of the counters' clock: the day by which it is counted.</summary>
    public long Second => second;

    /// <summary>The prices under which it was admitted.</summary>
    public Pricing Prices => prices;

    /// <summary>Whether the reservation could not be made larger, so that the answer has to end.</summary>
    public bool IsExhausted { get; set; }
}

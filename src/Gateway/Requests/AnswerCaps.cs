using Gateway.Ledger.Pricing;
using Gateway.Routing.Models;

namespace Gateway.Requests;

/// <summary>The most tokens the gateway allows for an answer when the client names no limit; null means no bound.</summary>
/// <param name="Paid">For an answer that costs money, where money is limited.</param>
/// <param name="Room">What remains of a token limit.</param>
/// <param name="Background">For an answer that nobody waits for.</param>
internal readonly record struct AnswerCaps(int? Paid, int? Room, int? Background)
{
    /// <summary>The most tokens for an answer from a model.</summary>
    /// <param name="card">The model.</param>
    /// <param name="at">When the request was received.</param>
    public int? On(ModelCard card, DateTimeOffset at) => Smaller(Smaller(Pricing.Costs(card, at) ? Paid : null, Room), Background);

    private static int? Smaller(int? one, int? other) => one is null || other < one ? other : one;
}

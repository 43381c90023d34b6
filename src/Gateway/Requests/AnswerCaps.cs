using Gateway.Routing.Models;
using Gateway.Usage;

namespace Gateway.Requests;

/// <summary>The most tokens that the gateway lets an answer have whose client names no limit; null: no such bound.</summary>
/// <param name="Paid">Of an answer that costs, where money is limited.</param>
/// <param name="Room">By what a limit of tokens has left.</param>
/// <param name="Background">Of an answer that nobody waits for.</param>
internal readonly record struct AnswerCaps(int? Paid, int? Room, int? Background)
{
    /// <summary>The bound on a model's answer.</summary>
    public int? On(ModelCard card) => Smaller(Smaller(Pricing.Costs(card) ? Paid : null, Room), Background);

    private static int? Smaller(int? one, int? other) => one is null || other < one ? other : one;
}

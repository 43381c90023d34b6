using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gateway.Configuration;
using Gateway.Ledger.Pricing;
using Gateway.Requests;
using Gateway.Wire.Usage;

namespace Gateway.Attempts;

/// <summary>
/// Adds who answered, what it cost and why it went there to <c>usage</c>. Pages that show users the usage object then show this too, while
/// they never show headers. Only for front ends, since a strict client may refuse unknown members.
/// </summary>
internal static class AnsweredBy
{
    /// <returns>A function that writes the members; null for a client that gets none.</returns>
    public static Func<TokenUsage, byte[]>? For(AttemptContext context, AttemptRecord record) =>
        context.Inquiry.Caller.IsOnBehalfOf && context.Snapshot.Config.FrontEnds.UsageDetails
            ? Writer(context, record)
            : null;

    // A separate method, so that requests without it pay for no closure.
    private static Func<TokenUsage, byte[]> Writer(AttemptContext context, AttemptRecord record) => usage => Write(context, record, usage);

    private static byte[] Write(AttemptContext context, AttemptRecord record, in TokenUsage usage)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("answered_by"u8, record.Candidate.ToString());
            WriteCost(json, context, record, usage);

            // A whole answer is read before it is known to be the one given, and the reason is only known then.
            if (context.Delivery is { Inquiry.Head.Stream: true, Decision: { } decision })
            {
                json.WriteString("decision"u8, decision);
            }

            json.WriteEndObject();
        }

        // The members alone, to follow others.
        return [(byte)',', .. buffer.WrittenSpan[1..^1]];
    }

    // The currency is part of the name, so that sums over several answers add like to like.
    private static void WriteCost(Utf8JsonWriter json, AttemptContext context, AttemptRecord record, in TokenUsage usage)
    {
        var card = record.Candidate.Card;
        var (prices, at) = (context.Snapshot.Prices, context.Inquiry.ReceivedOn);
        var billed = prices.Billed(record.Candidate, record.Answer?.Model, at);
        var cost = Pricing.CostOf(billed, usage, RequestUsage.UnitsOf(context.Inquiry), at);
        if (cost is null && !card.IsLocal)
        {
            return;
        }

        var currency = cost?.Currency ?? context.Snapshot.Config.Quotas.Currency;
        json.WriteNumber(
            string.Create(CultureInfo.InvariantCulture, $"cost_{currency.ToLowerInvariant()}"), (cost?.Nano ?? 0) / Money.NanoPerUnit);
    }
}

using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gateway.Protocol;
using Gateway.Usage;

namespace Gateway.Attempts;

/// <summary>
/// Who answered, what it cost and why it went there, as members of <c>usage</c>: a page that shows its users that object shows them the
/// rest too, and headers it shows nowhere. Only for front ends, since a strict client may refuse a member that it does not know.
/// </summary>
internal static class AnsweredBy
{
    /// <returns>What writes the members; null for a client that gets none.</returns>
    public static Func<TokenUsage, byte[]>? For(AttemptContext context, AttemptRecord record) =>
        context.Inquiry.Caller.IsOnBehalfOf && context.Snapshot.Config.FrontEnds.UsageDetails
            ? Writer(context, record)
            : null;

    // Apart, so that whoever gets none pays for no closure.
    private static Func<TokenUsage, byte[]> Writer(AttemptContext context, AttemptRecord record) => usage => Write(context, record, usage);

    private static byte[] Write(AttemptContext context, AttemptRecord record, in TokenUsage usage)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("answered_by"u8, record.Candidate.ToString());
            WriteCost(json, context, record, usage);

            // A whole answer is read before it is the one that is given, and why it is, is known after that.
            if (context.Delivery is { Inquiry.Head.Stream: true, Decision: { } decision })
            {
                json.WriteString("decision"u8, decision);
            }

            json.WriteEndObject();
        }

        // Its members, to stand behind others.
        return [(byte)',', .. buffer.WrittenSpan[1..^1]];
    }

    // With the currency in the name, so that whoever adds them up over several answers adds like to like.
    private static void WriteCost(Utf8JsonWriter json, AttemptContext context, AttemptRecord record, in TokenUsage usage)
    {
        var card = record.Candidate.Card;
        var cost = Pricing.CostOf(card, usage);
        if (cost is null && !card.IsLocal)
        {
            return;
        }

        var currency = cost?.Currency ?? context.Snapshot.Config.Quotas.Currency;
        json.WriteNumber(
            string.Create(CultureInfo.InvariantCulture, $"cost_{currency.ToLowerInvariant()}"), (cost?.Nano ?? 0) / Money.NanoPerUnit);
    }
}

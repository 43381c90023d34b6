using Gateway.Ledger;
using Gateway.Protocol;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Streaming;
using Gateway.Usage;

namespace Gateway.Admission;

/// <summary>Fills records from what is known of a request.</summary>
internal static class UsageRecords
{
    private const int MaxAsked = 200;

    /// <summary>A record of who asks for what.</summary>
    public static UsageRecord Of(GatewayRequest request, string client)
    {
        var id = Guid.ParseExact(request.Id, "N");
        var receivedAt = MillisecondsOf(id);
        return new UsageRecord
        {
            Request = id,
            CountedAt = receivedAt,
            ReceivedAt = receivedAt,
            Key = request.Caller.Name,
            Owner = request.Caller.Owner,
            Team = request.Caller.Team,
            Client = client,
            Asked = request.AskedName is { Length: > MaxAsked } asked ? asked[..MaxAsked] : request.AskedName,
            Tag = request.Tag,
            Operation = "chat",
            Stream = request.Head.Stream,
        };
    }

    /// <summary>The moment by which it falls into a day, in Unix milliseconds: that of its reservation, or when it came.</summary>
    public static long CountedAt(GatewayRequest request) =>
        request.Hold is { } hold ? hold.Second * 1000 : MillisecondsOf(Guid.ParseExact(request.Id, "N"));

    /// <summary>The record of an answer that is only a part of what a request used.</summary>
    public static UsageRecord Part(UsageRecord whole, int number, SpentAnswer spent, long promptEstimate, Pricing prices)
    {
        var part = new UsageRecord
        {
            Request = whole.Request,
            Answer = number,
            CountsAsRequest = false,
            CountedAt = whole.CountedAt,
            ReceivedAt = whole.ReceivedAt,
            Key = whole.Key,
            Owner = whole.Owner,
            Team = whole.Team,
            Client = whole.Client,
            Asked = whole.Asked,
            Tag = whole.Tag,
            Operation = whole.Operation,
            Stream = whole.Stream,
            End = spent.End,
        };
        Fill(part, spent.By, spent.Settle(promptEstimate), prices);
        return part;
    }

    /// <summary>The record of a request of which only its reservation is left; null where that was none of a request.</summary>
    public static UsageRecord? OfOrphan(OrphanedReservation orphan)
    {
        if (!Guid.TryParseExact(orphan.Id, "N", out var id))
        {
            return null;
        }

        var at = MillisecondsOf(id);
        return new UsageRecord
        {
            Request = id,
            CountedAt = at,
            ReceivedAt = at,
            Key = WhoseOf(orphan, "key:") ?? "unknown",
            Owner = WhoseOf(orphan, "owner:"),
            Team = WhoseOf(orphan, "team:"),
            Client = ClientName.Other,
            Operation = "chat",
            Tokens = default(TokenUsage).Settled(TokenEstimate.Clamp(orphan.Used.Tokens), 0, UsageSource.Estimated),
            ChargedNano = orphan.Used.Nano,
            End = AnswerEnd.Orphaned,
        };
    }

    // Its counters are named by whom they count.
    private static string? WhoseOf(OrphanedReservation orphan, string kind)
    {
        foreach (var subject in orphan.Subjects)
        {
            if (subject.StartsWith(kind, StringComparison.Ordinal))
            {
                var end = subject.AsSpan().IndexOfAny('@', '~');
                return end < 0 ? subject[kind.Length..] : subject[kind.Length..end];
            }
        }

        return null;
    }

    /// <summary>What was used, and what that costs.</summary>
    /// <param name="record">The record.</param>
    /// <param name="by">Who used it; null when it was sent nowhere.</param>
    /// <param name="usage">How much.</param>
    /// <param name="prices">What it costs.</param>
    public static void Fill(UsageRecord record, Candidate? by, in TokenUsage usage, Pricing prices)
    {
        (record.Backend, record.Model, record.Tokens) = (by?.Backend, by?.Model, usage);
        record.Cost = by is null ? null : Pricing.CostOf(by.Card, usage);
        record.ChargedNano = prices.NanoOf(record.Cost);
    }

    // The id begins with the time at which it was made.
    private static long MillisecondsOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
    }
}

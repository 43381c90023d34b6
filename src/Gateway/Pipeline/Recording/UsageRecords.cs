using Gateway.Ledger.Records;
using Gateway.Operations.Rerank;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Surfaces;
using Gateway.Wire.Heads;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Pipeline.Recording;

/// <summary>Fills records with the known facts of a request.</summary>
internal static class UsageRecords
{
    private const int MaxAsked = 200;

    /// <summary>The most characters kept of the reason a request went where it went.</summary>
    public const int MaxDecision = 300;

    /// <summary>Cuts a text to the length that the ledger keeps.</summary>
    public static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;

    /// <summary>Makes a record of the caller and the request.</summary>
    public static UsageRecord Of(Inquiry inquiry, Choice? choice, string client)
    {
        var id = Guid.ParseExact(inquiry.Id, "N");
        var receivedAt = RequestId.MillisecondsOf(id);
        return new UsageRecord
        {
            Request = id,
            CountedAt = receivedAt,
            ReceivedAt = receivedAt,
            Key = inquiry.Caller.Name,
            Owner = inquiry.Caller.Owner,
            Team = inquiry.Caller.Team,
            Client = client,
            Asked = Cut(choice?.Name.Written, MaxAsked),
            Tag = choice?.Name.CountedAs,
            Operation = inquiry.Operation.Name,
            Stream = inquiry.Head.Stream,
            Documents = (inquiry.Head as RerankHead)?.DocumentCount,
        };
    }

    /// <summary>
    /// The time that decides to which day it counts, in Unix milliseconds: that of its reservation, or when it was received.
    /// </summary>
    public static long CountedAt(Choice choice) =>
        choice.Hold is { } hold ? hold.Second * 1000 : RequestId.MillisecondsOf(Guid.ParseExact(choice.Inquiry.Id, "N"));

    /// <summary>Makes the record of an answer that is only part of what a request used.</summary>
    public static UsageRecord Part(UsageRecord whole, int number, PartOfOutcome answer)
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
            Documents = whole.Documents,
            End = answer.End,
        };
        Fill(part, answer);
        return part;
    }

    /// <summary>
    /// Makes the record of a request of which only the reservation is left; null where the reservation was not a request's.
    /// </summary>
    public static UsageRecord? OfOrphan(OrphanedReservation orphan)
    {
        if (!Guid.TryParseExact(orphan.Id, "N", out var id))
        {
            return null;
        }

        var at = RequestId.MillisecondsOf(id);
        var owner = WhoseOf(orphan, "owner");
        return new UsageRecord
        {
            Request = id,
            CountedAt = at,
            ReceivedAt = at,
            Key = WhoseOf(orphan, "key")?.Whose ?? "unknown",
            Owner = owner?.Whose,
            Team = WhoseOf(orphan, "team")?.Whose ?? owner?.Team,
            Client = ClientName.Other,
            Operation = SurfaceTable.Chat.Operation.Name,
            Tokens = default(TokenUsage).Settled(TokenEstimate.Clamp(orphan.Used.Tokens), 0, UsageSource.Estimated),
            ChargedNano = orphan.Used.Nano,
            End = AnswerEnd.Orphaned,
        };
    }

    // Counters are named after those they count.
    private static (string Whose, string? Team)? WhoseOf(OrphanedReservation orphan, string per)
    {
        foreach (var subject in orphan.Subjects)
        {
            if (SubjectId.Read(subject, per) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Fills in the usage and its cost.</summary>
    public static void Fill(UsageRecord record, PartOfOutcome answer)
    {
        (record.Backend, record.Model, record.Tokens) = (answer.By?.Backend, answer.By?.Model, answer.Tokens);
        (record.Cost, record.ChargedNano, record.BilledModel) = (answer.Cost, answer.Nano, answer.BilledAs);
        record.Marks |= answer.IsUnpriced ? UsageMarks.Unpriced : UsageMarks.None;
        if (answer.Tokens.Source == UsageSource.None)
        {
            // No backend took it, so nothing was ranked.
            record.Documents = null;
        }
    }
}

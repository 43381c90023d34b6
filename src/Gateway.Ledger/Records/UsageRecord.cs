using Gateway.Ledger.Pricing;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Ledger.Records;

/// <summary>
/// The durable row of one answer: who asked, who answered, how it ended, and what it used. It holds names and numbers, never a prompt, an
/// answer or a key.
/// </summary>
/// <remarks>
/// There is one object for a request. Before the request is sent it holds what is known if the process dies now: <see
/// cref="AnswerEnd.Unknown"/>, and the estimated prompt. It is completed when the answer is over. Most requests have one record. A request
/// whose answer broke and was continued has one for each part, and a hedged request may have one for the attempt that lost.
/// </remarks>
internal sealed class UsageRecord
{
    private const long MillisecondsOfADay = 24 * 60 * 60 * 1000;

    private static readonly int s_epochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The request's id, a UUIDv7.</summary>
    public required Guid Request { get; init; }

    /// <summary>The number of the answer within the request, from 1. With the request's id it identifies the record.</summary>
    public int Answer { get; set; } = 1;

    /// <summary>True when it stands for the whole request rather than a part of it: counts of requests include it.</summary>
    public bool CountsAsRequest { get; set; } = true;

    /// <summary>
    /// The time that decides to which day it counts, in Unix milliseconds: when its quotas were reserved, by their clock.
    /// </summary>
    public required long CountedAt { get; set; }

    /// <summary>The time it was received, in Unix milliseconds.</summary>
    public required long ReceivedAt { get; set; }

    /// <summary>
    /// The time from receipt to the first event of a stream or the whole answer, in milliseconds; null when nothing came.
    /// </summary>
    public int? FirstByteMs { get; set; }

    /// <summary>The time from receipt to its end, in milliseconds.</summary>
    public int TotalMs { get; set; }

    /// <summary>The time it waited in line, in milliseconds.</summary>
    public int QueueMs { get; set; }

    /// <summary>The gateway's own share of the time, without backends, line and client, in microseconds.</summary>
    public int OverheadMicros { get; set; }

    /// <summary>The key's name.</summary>
    public required string Key { get; set; }

    public string? Owner { get; set; }

    public string? Team { get; set; }

    /// <summary>The client program, from a fixed list: <c>cline</c>, <c>open-webui</c> ...; <c>other</c>.</summary>
    public required string Client { get; set; }

    /// <summary>The model as the client wrote it, cut at 200 characters; null when it named none.</summary>
    public string? Asked { get; set; }

    /// <summary>The known tag, route or model that the request meant; null when it meant none.</summary>
    public string? Tag { get; set; }

    /// <summary>The backend that answered, or was tried last; null when it was not sent.</summary>
    public string? Backend { get; set; }

    public string? Model { get; set; }

    /// <summary>The requested operation, such as <c>chat</c>.</summary>
    public required string Operation { get; set; }

    public bool Stream { get; set; }

    public TokenUsage Tokens { get; set; }

    /// <summary>The number of pictures it made.</summary>
    public int? Pictures { get; set; }

    /// <summary>The length of the audio it made or listened to, in milliseconds.</summary>
    public int? AudioMs { get; set; }

    /// <summary>The length of the video it made, in milliseconds.</summary>
    public int? VideoMs { get; set; }

    /// <summary>The number of characters it read aloud.</summary>
    public int? Characters { get; set; }

    /// <summary>The number of documents it ranked.</summary>
    public int? Documents { get; set; }

    /// <summary>The cost in the currency of its price, with the day that price was read; null when it costs nothing.</summary>
    public Cost? Cost { get; set; }

    /// <summary>The cost in nano units of the currency of account, as the budgets count it; 0 where unknown.</summary>
    public long ChargedNano { get; set; }

    /// <summary>The model that the provider bills, where that is another than <see cref="Model"/>; null otherwise.</summary>
    public string? BilledModel { get; set; }

    /// <summary>How many days old the price was; null when there was none.</summary>
    public int? PriceAgeDays => Cost is { AsOf: var read }
        ? (int)Math.Clamp(CountedAt / MillisecondsOfADay + s_epochDay - read.DayNumber, 0, int.MaxValue)
        : null;

    public long ReservedTokens { get; set; }

    public long ReservedNano { get; set; }

    /// <summary>The HTTP status; 0 when unknown.</summary>
    public int Status { get; set; }

    public AnswerEnd End { get; set; } = AnswerEnd.Unknown;

    /// <summary>The error code; null for none.</summary>
    public string? Error { get; set; }

    /// <summary>The number of times it was sent to a backend.</summary>
    public int Attempts { get; set; }

    /// <summary>Its notable circumstances.</summary>
    public UsageMarks Marks { get; set; }

    /// <summary>The reason it went where it went, cut at 300 characters; null where it went where its name says.</summary>
    public string? Decision { get; set; }

    /// <summary>Creates a record of which only its key is known.</summary>
    public static UsageRecord Blank(Guid request, int answer) =>
        new() { Request = request, Answer = answer, CountedAt = 0, ReceivedAt = 0, Key = "", Client = "", Operation = "" };

    /// <summary>True when a later record with the same id replaces it.</summary>
    public bool IsProvisional => End is AnswerEnd.Unknown or AnswerEnd.Orphaned;

    /// <summary>Returns the id as text.</summary>
    public override string ToString() => $"{Request:N}:{Answer}";
}

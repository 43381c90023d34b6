using Gateway.Protocol;
using Gateway.Streaming;
using Gateway.Usage;

namespace Gateway.Ledger.Records;

/// <summary>
/// The durable row of one answer: who asked, who answered, how it ended, and what it used. It holds names and numbers, never a
/// prompt, an answer or a key.
/// </summary>
/// <remarks>
/// One object for a request. Before the request is sent it says what is known if the process dies now: <see cref="AnswerEnd.Unknown"/>,
/// and the prompt as estimated. It is filled in when the answer is over. Most requests have one record; one whose answer broke and was
/// continued has one for each part, and a request that was hedged may have one for the attempt that lost.
/// </remarks>
internal sealed class UsageRecord
{
    /// <summary>The request's id, a UUIDv7.</summary>
    public required Guid Request { get; init; }

    /// <summary>Which of the answers of the request this is, from 1. With the request's id it is the record's.</summary>
    public int Answer { get; set; } = 1;

    /// <summary>Whether it stands for the request, and not only for a part of it: in counts of requests this one counts.</summary>
    public bool CountsAsRequest { get; set; } = true;

    /// <summary>The moment by which it falls into a day, in Unix milliseconds: when its quotas were reserved, by their clock.</summary>
    public required long CountedAt { get; set; }

    /// <summary>When it was received, in Unix milliseconds.</summary>
    public required long ReceivedAt { get; set; }

    /// <summary>From then to the first event of a stream or the whole answer, in milliseconds; null when nothing came.</summary>
    public int? FirstByteMs { get; set; }

    /// <summary>From then to its end, in milliseconds.</summary>
    public int TotalMs { get; set; }

    /// <summary>The time it stood in line, in milliseconds.</summary>
    public int QueueMs { get; set; }

    /// <summary>The gateway's own share of the time, without backends, line and client, in microseconds.</summary>
    public int OverheadMicros { get; set; }

    /// <summary>The key's name.</summary>
    public required string Key { get; set; }

    public string? Owner { get; set; }

    public string? Team { get; set; }

    /// <summary>The program that asked, of a fixed list: <c>cline</c>, <c>open-webui</c> ...; <c>other</c>.</summary>
    public required string Client { get; set; }

    /// <summary>The model as the client wrote it, cut at 200 characters; null when it named none.</summary>
    public string? Asked { get; set; }

    /// <summary>The tag, route or model that was meant, of those the gateway knows; null when it meant none.</summary>
    public string? Tag { get; set; }

    /// <summary>Who answered, or was tried last; null when it was not sent.</summary>
    public string? Backend { get; set; }

    public string? Model { get; set; }

    /// <summary>What was asked for, such as <c>chat</c>.</summary>
    public required string Operation { get; set; }

    public bool Stream { get; set; }

    public TokenUsage Tokens { get; set; }

    /// <summary>The pictures that it made.</summary>
    public int? Pictures { get; set; }

    /// <summary>The length of the audio that it made or listened to, in milliseconds.</summary>
    public int? AudioMs { get; set; }

    /// <summary>The length of the video that it made, in milliseconds.</summary>
    public int? VideoMs { get; set; }

    /// <summary>The characters that it read aloud.</summary>
    public int? Characters { get; set; }

    /// <summary>The documents that it ranked.</summary>
    public int? Documents { get; set; }

    /// <summary>In the currency of its price, with the day that price was read; null when it costs nothing.</summary>
    public Cost? Cost { get; set; }

    /// <summary>The same in nano units of the currency of account, as the budgets count it; 0 where that is not known.</summary>
    public long ChargedNano { get; set; }

    public long ReservedTokens { get; set; }

    public long ReservedNano { get; set; }

    /// <summary>The HTTP status; 0 when it is not known.</summary>
    public int Status { get; set; }

    public AnswerEnd End { get; set; } = AnswerEnd.Unknown;

    /// <summary>The code of the error; null for none.</summary>
    public string? Error { get; set; }

    /// <summary>How often it was sent to a backend.</summary>
    public int Attempts { get; set; }

    /// <summary>What of it is worth telling apart.</summary>
    public UsageMarks Marks { get; set; }

    /// <summary>Why it went where it went, cut at 300 characters; null where it went where its name says.</summary>
    public string? Decision { get; set; }

    /// <summary>A record of which nothing but its key is known.</summary>
    public static UsageRecord Blank(Guid request, int answer) =>
        new() { Request = request, Answer = answer, CountedAt = 0, ReceivedAt = 0, Key = "", Client = "", Operation = "" };

    /// <summary>Whether a later record with the same id replaces it.</summary>
    public bool IsProvisional => End is AnswerEnd.Unknown or AnswerEnd.Orphaned;

    /// <summary>The id in words.</summary>
    public override string ToString() => $"{Request:N}:{Answer}";
}

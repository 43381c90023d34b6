using System.Collections.Immutable;
using Gateway.Alerts.Events;

namespace Gateway.Alerts.Board;

/// <summary>The shared state of one receiver: the latest messages to it, its answers, and the pause it is given.</summary>
internal sealed record BoardTarget
{
    public static readonly BoardTarget New = new();

    // Receivers count by their own clock, and a message may be slower than the next.
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(66);

    // Slack takes one a second, Feishu five.
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>The times of the messages in the last minute.</summary>
    public ImmutableArray<DateTimeOffset> Sent { get; init; } = [];

    /// <summary>How often it has refused in a row.</summary>
    public int Failures { get; init; }

    /// <summary>The end of the pause; null when the receiver may be written to.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The receiver's last answer, in its own words.</summary>
    public string? Word { get; init; }

    /// <summary>The time of that answer.</summary>
    public DateTimeOffset? At { get; init; }

    public bool MaySend(int mostPerMinute, DateTimeOffset now) =>
        !(NotBefore > now) && IsWithinRate(mostPerMinute, now) && !Sent.Any(s => s > now - Gap);

    public bool IsWithinRate(int mostPerMinute, DateTimeOffset now) => Sent.Count(s => s > now - Minute) < mostPerMinute;

    public BoardTarget Sending(DateTimeOffset now) => this with { Sent = [.. Sent.Where(s => s > now - Minute), now] };

    public BoardTarget Took(string word, DateTimeOffset now) => this with { Failures = 0, NotBefore = null, Word = word, At = now };

    public BoardTarget Refused(AlertVerdict verdict, DateTimeOffset now)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(Failures, 16));
        pause = pause < LongestPause ? pause : LongestPause;
        return this with
        {
            Failures = Failures + 1,
            NotBefore = now + (verdict.RetryAfter > pause ? verdict.RetryAfter.Value : pause),
            Word = verdict.Word,
            At = now,
        };
    }

    public BoardTarget Join(BoardTarget other) =>
        (At >= other.At || other.At is null ? this : other) with { Sent = [.. Sent.Union(other.Sent).Order()] };
}

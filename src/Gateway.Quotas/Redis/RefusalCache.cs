using System.Collections.Concurrent;
using Gateway.Configuration;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Answers claims that Redis has just refused, so that a client retrying in a loop costs no round trip. It never refuses what would be
/// admitted: a smaller estimate goes to Redis again, and so does everything once the refusal may have been lifted.
/// </summary>
internal sealed class RefusalCache(TimeProvider time)
{
    // Nobody gives requests back early, so that refusal stands. A settlement may free tokens and money.
    private static readonly TimeSpan MostForRequests = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostForAmounts = TimeSpan.FromMilliseconds(100);
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public void Add(in QuotaClaim claim, in QuotaDecision decision)
    {
        // A concurrency place is free the moment any request ends.
        if (decision is not { Subject: { } subject, Kind: { } kind } || kind.Window == LimitWindow.AtOnce)
        {
            return;
        }

        if (_entries.Count >= Most)
        {
            _entries.Clear();
        }

        var most = kind.Meter == Meter.Requests ? MostForRequests : MostForAmounts;
        var now = time.GetTimestamp();
        var until = now + (long)((decision.RetryAfter < most ? decision.RetryAfter : most).TotalSeconds * time.TimestampFrequency);
        _entries[subject.Id] = new Entry(decision, claim.Estimate, now, until);
    }

    public QuotaDecision? Find(in QuotaClaim claim)
    {
        if (_entries.IsEmpty)
        {
            return null;
        }

        var now = time.GetTimestamp();
        foreach (var subject in claim.Subjects)
        {
            if (!_entries.TryGetValue(subject.Id, out var entry))
            {
                continue;
            }

            if (now >= entry.Until || now < entry.At)
            {
                _entries.TryRemove(KeyValuePair.Create(subject.Id, entry));
            }
            else if (entry.Refuses(subject, claim.Estimate))
            {
                return entry.Decision with { RetryAfter = entry.Decision.RetryAfter - time.GetElapsedTime(entry.At, now) };
            }
        }

        return null;
    }

    /// <summary>Drops the refusals for subjects to which this replica gave something back.</summary>
    public void Forget(QuotaSubject[] subjects)
    {
        foreach (var subject in subjects)
        {
            if (_entries.TryGetValue(subject.Id, out var entry) && entry.Kind.Meter != Meter.Requests)
            {
                _entries.TryRemove(KeyValuePair.Create(subject.Id, entry));
            }
        }
    }

    private sealed record Entry(QuotaDecision Decision, QuotaAmount Estimate, long At, long Until)
    {
        public LimitKind Kind => Decision.Kind!;

        // A limit raised by a reload is a different limit.
        public bool Refuses(QuotaSubject subject, QuotaAmount estimate) =>
            subject.Limits.Of(Kind) == Decision.Limit && (Kind.CountsRequests || estimate[Kind.Meter] >= Estimate[Kind.Meter]);
    }
}

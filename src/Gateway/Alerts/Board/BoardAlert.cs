using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gateway.Alerts.Events;

namespace Gateway.Alerts.Board;

/// <summary>An alert that lasts or ended a short while ago, with the receivers that were told of it.</summary>
internal sealed record BoardAlert(AlertEvent Event, DateTimeOffset Since)
{
    /// <summary>
    /// Repeats within this time are one alert. A backend that comes and goes does not send a message each time, and neither do replicas
    /// that see it at different times.
    /// </summary>
    public static readonly TimeSpan JoinFor = TimeSpan.FromMinutes(10);

    // Two failures an hour apart are two.
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(1);

    /// <summary>When it was over; null while it lasts.</summary>
    public DateTimeOffset? OverAt { get; init; }

    /// <summary>How often it came since it began.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The replicas that see it, each with the time until which its report is believed.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Holders { get; init; } =
        ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>The news that each receiver was last told.</summary>
    public ImmutableSortedDictionary<string, Told> Told { get; init; } =
        ImmutableSortedDictionary.Create<string, Told>(StringComparer.Ordinal);

    /// <summary>The number of times each receiver has refused its pending news.</summary>
    public ImmutableSortedDictionary<string, int> Tries { get; init; } =
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    [JsonIgnore]
    public AlertNews News => new(Event, Since, OverAt, Count);

    /// <summary>True when a receiver has yet to be told of the current state.</summary>
    public bool IsDue(string target, DateTimeOffset now)
    {
        if (!Told.TryGetValue(target, out var told))
        {
            // Also where it came and went before it could be told.
            return true;
        }

        var mayRepeat = now >= told.At + JoinFor;
        return OverAt is null
            ? told.Level < Event.Level || (told.IsOver && mayRepeat)
            : !told.IsOver || (told.Count < Count && mayRepeat);
    }

    /// <summary>True when it is no longer needed: it has been over for so long that a repeat is a new alert.</summary>
    public bool IsForgotten(DateTimeOffset now) => OverAt is { } over && now >= over + KeepFor;

    public BoardAlert Raise(AlertEvent alert, string replica, DateTimeOffset now, TimeSpan heldFor)
    {
        var isAnother = OverAt is { } over && now >= over + JoinFor;
        return this with
        {
            Event = alert,
            Since = isAnother ? now : Since,
            // A second replica that sees the same is no second failure.
            Count = isAnother ? 1 : OverAt is null ? Count : Count + 1,
            OverAt = null,
            Holders = Holders.SetItem(replica, alert.Until ?? now + heldFor),
        };
    }

    /// <summary>
    /// Notes that a replica no longer sees it. An alert that ends by the calendar is then over for all; any other is over when no replica
    /// sees it.
    /// </summary>
    public BoardAlert Resolve(string replica, DateTimeOffset now) =>
        (this with { Holders = Event.Until is null ? Holders.Remove(replica) : Holders.Clear() }).Expire(now);

    public BoardAlert Expire(DateTimeOffset now)
    {
        var gone = Holders.Where(h => h.Value <= now).Select(static h => h.Key).ToList();
        var left = gone.Count > 0 ? Holders.RemoveRange(gone) : Holders;
        return left == Holders && (OverAt is not null || !left.IsEmpty) ? this
            : this with { Holders = left, OverAt = left.IsEmpty ? OverAt ?? now : null };
    }

    public BoardAlert TellTo(string target, AlertNews news, DateTimeOffset now) => this with
    {
        Told = Told.SetItem(target, new Told(now, news.Event.Level, news.Count, news.IsOver)),
        Tries = Tries.Remove(target),
    };

    /// <summary>Counts a refusal. After the last try the news is given up.</summary>
    public BoardAlert RefusedBy(string target, AlertNews news, int mostTries, DateTimeOffset now)
    {
        var tries = Tries.GetValueOrDefault(target) + 1;
        return tries < mostTries
            ? this with { Tries = Tries.SetItem(target, tries) }
            : this with
            {
                Told = Told.SetItem(target, new Told(now, news.Event.Level, news.Count, news.IsOver) { IsGivenUp = true }),
                Tries = Tries.Remove(target),
            };
    }

    /// <summary>Joins two copies of an alert.</summary>
    /// <param name="other">The replica's own copy, which knows best what the replica itself sees.</param>
    /// <param name="replica">The replica.</param>
    public BoardAlert Join(BoardAlert other, string replica)
    {
        var isHeld = other.Holders.TryGetValue(replica, out var until);
        var (told, tries) = (Told, Tries);
        foreach (var (target, theirs) in other.Told)
        {
            told = told.TryGetValue(target, out var ours) && ours.At >= theirs.At ? told : told.SetItem(target, theirs);
        }

        foreach (var (target, theirs) in other.Tries)
        {
            tries = tries.SetItem(target, Math.Max(tries.GetValueOrDefault(target), theirs));
        }

        return this with
        {
            Event = isHeld ? other.Event : Event,
            Since = Since < other.Since ? Since : other.Since,
            Count = Math.Max(Count, other.Count),
            Holders = isHeld ? Holders.SetItem(replica, until) : Holders.Remove(replica),
            OverAt = isHeld ? null : OverAt,
            Told = told,
            Tries = tries,
        };
    }
}

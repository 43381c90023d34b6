using System.Collections.Immutable;
using Gateway.Alerts.Events;

namespace Gateway.Alerts.Board;

/// <summary>
/// Everything that replicas share about alerts: which ones last, which receivers were told, and which replica tells. It is one value,
/// replaced as a whole, so any store that can replace a text can keep it.
/// </summary>
internal sealed record AlertBoard
{
    public static readonly AlertBoard Empty = new();

    /// <summary>How long a replica's report that an alert lasts is believed. The replica repeats it long before that.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(90);

    /// <summary>How long a replica may tell without saying that it still does.</summary>
    private static readonly TimeSpan TellsFor = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeepTellingEvery = TimeSpan.FromSeconds(10);

    // More than anybody reads. Its size bounds what is kept in Redis or the database.
    private const int Most = 500;

    /// <summary>Rises with each change.</summary>
    public long Revision { get; init; }

    /// <summary>The replica that tells; the others leave that to it.</summary>
    public string? Teller { get; init; }

    public DateTimeOffset TellerUntil { get; init; }

    public ImmutableSortedDictionary<string, BoardAlert> Alerts { get; init; } =
        ImmutableSortedDictionary.Create<string, BoardAlert>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, BoardTarget> Targets { get; init; } =
        ImmutableSortedDictionary.Create<string, BoardTarget>(StringComparer.Ordinal);

    public BoardTarget TargetOf(string name) => Targets.GetValueOrDefault(name) ?? BoardTarget.New;

    public AlertBoard Raise(AlertEvent alert, string replica, DateTimeOffset now)
    {
        var known = Alerts.GetValueOrDefault(alert.Key);
        return known is null && Alerts.Count >= Most
            ? this
            : Put(alert.Key, (known ?? new BoardAlert(alert, now)).Raise(alert, replica, now, HeldFor));
    }

    public AlertBoard Resolve(string key, string replica, DateTimeOffset now) =>
        Alerts.TryGetValue(key, out var known) ? Put(key, known.Resolve(replica, now)) : this;

    /// <summary>Repeats those reports of a replica that would soon no longer be believed.</summary>
    public AlertBoard Renew(IEnumerable<AlertEvent> held, string replica, DateTimeOffset now)
    {
        var board = this;
        foreach (var alert in held)
        {
            if (!board.Alerts.TryGetValue(alert.Key, out var known))
            {
                board = alert.Until <= now ? board : board.Raise(alert, replica, now);
            }
            else if (alert.Until is null && !(known.Holders.GetValueOrDefault(replica) > now + HeldFor - RenewEvery))
            {
                board = board.Put(alert.Key, known.Raise(alert, replica, now, HeldFor));
            }
        }

        return board;
    }

    /// <summary>Ends alerts that no replica sees any more, and forgets those that were over long ago.</summary>
    public AlertBoard Expire(DateTimeOffset now)
    {
        var alerts = Alerts;
        foreach (var (key, alert) in Alerts)
        {
            var next = alert.Expire(now);
            alerts = next.IsForgotten(now) ? alerts.Remove(key) : ReferenceEquals(next, alert) ? alerts : alerts.SetItem(key, next);
        }

        return alerts == Alerts ? this : this with { Alerts = alerts };
    }

    /// <summary>Makes a replica the one that tells, if no other is.</summary>
    public AlertBoard TakeTurn(string replica, DateTimeOffset now)
    {
        var mayTell = Teller == replica || Teller is null || TellerUntil <= now;
        var isNew = Teller == replica && TellerUntil > now + TellsFor - KeepTellingEvery;
        return mayTell && !isNew ? this with { Teller = replica, TellerUntil = now + TellsFor } : this;
    }

    /// <summary>Leaves the telling to another replica.</summary>
    public AlertBoard GiveUpTurn(string replica) => Teller == replica ? this with { Teller = null, TellerUntil = default } : this;

    public AlertBoard Sending(string target, DateTimeOffset now) => Put(target, TargetOf(target).Sending(now));

    /// <summary>Notes a receiver's answer to some news.</summary>
    public AlertBoard Answered(string target, IReadOnlyList<AlertNews> news, AlertVerdict verdict, int mostTries, DateTimeOffset now)
    {
        var board = Put(target, verdict.IsTaken ? TargetOf(target).Took(verdict.Word, now) : TargetOf(target).Refused(verdict, now));
        foreach (var item in news)
        {
            if (board.Alerts.TryGetValue(item.Event.Key, out var alert))
            {
                board = board.Put(
                    item.Event.Key,
                    verdict.IsTaken ? alert.TellTo(target, item, now) : alert.RefusedBy(target, item, mostTries, now));
            }
        }

        return board;
    }

    /// <summary>The news that a receiver has yet to get, the oldest first.</summary>
    public IReadOnlyList<AlertNews> DueTo(string target, Predicate<AlertEvent> wants, DateTimeOffset now) =>
    [
        .. Alerts.Values.Where(a => wants(a.Event) && a.IsDue(target, now)).OrderBy(static a => a.OverAt ?? a.Since)
            .Select(static a => a.News),
    ];

    /// <summary>Joins a copy that a replica kept for itself with the one that all share.</summary>
    /// <param name="own">The replica's own copy.</param>
    /// <param name="replica">The replica.</param>
    public AlertBoard Join(AlertBoard own, string replica)
    {
        var (alerts, targets) = (Alerts, Targets);
        foreach (var (key, alert) in own.Alerts)
        {
            alerts = alerts.SetItem(key, alerts.TryGetValue(key, out var shared) ? shared.Join(alert, replica) : alert);
        }

        foreach (var (name, target) in own.Targets)
        {
            targets = targets.SetItem(name, targets.TryGetValue(name, out var shared) ? shared.Join(target) : target);
        }

        return this with { Alerts = alerts, Targets = targets, Revision = Math.Max(Revision, own.Revision) };
    }

    private AlertBoard Put(string key, BoardAlert alert) => this with { Alerts = Alerts.SetItem(key, alert) };

    private AlertBoard Put(string name, BoardTarget target) => this with { Targets = Targets.SetItem(name, target) };
}

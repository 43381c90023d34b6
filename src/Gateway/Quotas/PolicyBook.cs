using System.Collections.Concurrent;
using System.Collections.Frozen;
using Gateway.Authentication;
using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>All rules in force, and which counters a request goes by. Made anew when a rule changes.</summary>
internal sealed class PolicyBook
{
    // More callers and names than any team has; what is beyond is worked out each time.
    private const int MostKept = 20_000;

    private readonly IReadOnlyList<QuotaPolicy> _policies;
    private readonly ConcurrentDictionary<Asker, QuotaSubject[]> _kept = new();
    private readonly QuotaCalendar _calendar;
    private readonly FrozenDictionary<string, QuotaCalendar> _teamCalendars;
    private readonly QuotaLoss _loss;

    /// <param name="config">The rules of the configuration.</param>
    /// <param name="more">Those that stand elsewhere: at keys, at teams, in the store.</param>
    /// <param name="zones">The time zones of teams that have their own, by name.</param>
    /// <param name="namesOf">Which requested names mean what a rule names; null: that very name alone.</param>
    public PolicyBook(
        QuotasConfig config, IEnumerable<QuotaPolicy> more, IReadOnlyDictionary<string, string> zones, Func<string, Predicate<string>>? namesOf = null)
    {
        _policies =
        [
            .. config.Policies.Select(QuotaPolicy.From).Concat(more)
                .Select(p => p.Model is { } model && namesOf is not null ? p with { Names = namesOf(model) } : p),
        ];
        _calendar = new QuotaCalendar(ZoneOf(config));
        _teamCalendars = zones.ToFrozenDictionary(
            static z => z.Key, static z => new QuotaCalendar(TimeZoneInfo.FindSystemTimeZoneById(z.Value)), StringComparer.OrdinalIgnoreCase);
        _loss = new QuotaLoss(config.WhenRedisIsAway.Rates, config.WhenRedisIsAway.Tokens, config.WhenRedisIsAway.Money);
    }

    /// <summary>The counters that a request of this caller for this name goes by; often none.</summary>
    /// <param name="caller">Whose it is.</param>
    /// <param name="name">The name it asks for.</param>
    /// <param name="isBackground">Whether nobody waits for it.</param>
    /// <param name="countsAsRequest">Whether it counts for limits of requests; otherwise for what it uses alone.</param>
    public QuotaSubject[] SubjectsOf(ApiKey caller, string name, bool isBackground = false, bool countsAsRequest = true)
    {
        if (_policies.Count == 0)
        {
            return [];
        }

        var asker = new Asker(caller.Name, caller.OwnerOrName, caller.Team, name, isBackground, countsAsRequest, caller.IsOnBehalfOf);
        if (!_kept.TryGetValue(asker, out var subjects))
        {
            subjects = Work(asker);
            if (_kept.Count < MostKept)
            {
                _kept.TryAdd(asker, subjects);
            }
        }

        return subjects;
    }

    /// <summary>Every counter that holds for some request of this caller.</summary>
    public IReadOnlyList<QuotaSubject> AllOf(ApiKey caller)
    {
        var subjects = Work(new Asker(caller.Name, caller.OwnerOrName, caller.Team, null, IsBackground: false, CountsAsRequest: true, caller.IsOnBehalfOf));
        // What follows from another limit is not told beside it.
        var named = subjects.Where(static s => s.Limits.BackgroundPerMinute is not null);
        return [.. subjects, .. named.SelectMany(s => s.ForBackground(caller.IsOnBehalfOf)).Where(static s => s.CountsRequests)];
    }

    /// <summary>Whether money is limited for anybody.</summary>
    public bool LimitsMoney => _policies.Any(static p => p.Limits.HasMoney);

    /// <summary>Whether anything is limited by the calendar.</summary>
    public bool HasBudgets => _policies.Any(static p => p.Limits.HasBudget);

    public static TimeZoneInfo ZoneOf(QuotasConfig config) =>
        TimeZoneInfo.FindSystemTimeZoneById(config.TimeZone ?? (config.Currency == "CNY" ? "Asia/Shanghai" : "UTC"));

    private QuotaSubject[] Work(Asker asker)
    {
        var subjects = new List<QuotaSubject>();
        foreach (var policy in _policies)
        {
            var whose = asker.Whose(policy.Per);
            if (policy.CountsFor(whose) && (asker.Name is null || policy.Counts(asker.Name)))
            {
                Add(subjects, SubjectOf(policy, whose, asker.Team));
            }
        }

        if (!asker.CountsAsRequest)
        {
            return [.. subjects.Select(static s => s.ForUseAlone)];
        }

        return asker.IsBackground ? [.. subjects.SelectMany(s => s.ForBackground(asker.IsFrontEnd))] : [.. subjects];
    }

    private QuotaSubject SubjectOf(QuotaPolicy policy, string? whose, string? team)
    {
        var per = policy.Per.ToString().ToLowerInvariant();
        // Two teams may have owners of one name, who share nothing.
        team = policy.Per == QuotaPer.Everyone ? null : team;
        var ofTeam = policy.Per == QuotaPer.Owner ? team : null;
        var (id, words) = policy.Per == QuotaPer.Everyone
            ? (per, per)
            : (SubjectId.Of(per, whose!, ofTeam), $"{per} '{whose}'{(ofTeam is null ? "" : $" of team '{ofTeam}'")}");
        if (policy.Model is { } model)
        {
            (id, words) = (SubjectId.ForName(id, model), $"{words} for {model}");
        }

        var calendar = _calendar;
        var scope = new QuotaScope(policy.Per, whose, policy.Names) { Team = ofTeam };
        if (team is not null && _teamCalendars.TryGetValue(team, out var own) && own.Zone.Id != calendar.Zone.Id)
        {
            // A key may be of a team at one time and of none at another; one counter cannot have two midnights.
            (calendar, id) = (own, $"{id}~{own.Zone.Id}");
        }

        return new QuotaSubject(id, policy.Limits, calendar) { Words = words, Loss = _loss, Scope = scope };
    }

    private static void Add(List<QuotaSubject> subjects, QuotaSubject subject)
    {
        var same = subjects.FindIndex(s => s.Id == subject.Id);
        if (same < 0)
        {
            subjects.Add(subject);
        }
        else
        {
            subjects[same] = subjects[same] with { Limits = subjects[same].Limits.And(subject.Limits) };
        }
    }

    private readonly record struct Asker(string Key, string Owner, string? Team, string? Name, bool IsBackground, bool CountsAsRequest, bool IsFrontEnd)
    {
        public string? Whose(QuotaPer per) => per switch
        {
            QuotaPer.Key => Key,
            QuotaPer.Owner => Owner,
            QuotaPer.Team => Team,
            QuotaPer.Everyone => null,
        };
    }
}

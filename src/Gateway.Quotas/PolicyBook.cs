using System.Collections.Concurrent;
using System.Collections.Frozen;
using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>Holds all rules in force and finds the counters that apply to a request. Rebuilt when a rule changes.</summary>
internal sealed class PolicyBook
{
    // More combinations of caller and name than any team has; beyond this they are worked out each time.
    private const int MostKept = 20_000;

    private readonly IReadOnlyList<QuotaPolicy> _policies;
    private readonly ConcurrentDictionary<Asker, QuotaSubject[]> _kept = new();
    private readonly QuotaCalendar _calendar;
    private readonly FrozenDictionary<string, QuotaCalendar> _teamCalendars;
    private readonly QuotaLoss _loss;

    /// <param name="config">The rules of the configuration.</param>
    /// <param name="more">Rules from elsewhere: keys, teams and the store.</param>
    /// <param name="zones">The time zones of teams that have their own, by name.</param>
    /// <param name="namesOf">Finds the requested names that match a name in a rule; null: only that exact name.</param>
    public PolicyBook(
        QuotasConfig config, IEnumerable<QuotaPolicy> more, IReadOnlyDictionary<string, string> zones,
        Func<string, Predicate<string>>? namesOf = null)
    {
        _policies =
        [
            .. config.Policies.Select(QuotaPolicy.From).Concat(more)
                .Select(p => p.Model is { } model && namesOf is not null ? p with { Names = namesOf(model) } : p),
        ];
        _calendar = new QuotaCalendar(ZoneOf(config));
        _teamCalendars = zones.ToFrozenDictionary(
            static z => z.Key, static z => new QuotaCalendar(TimeZoneInfo.FindSystemTimeZoneById(z.Value)),
            StringComparer.OrdinalIgnoreCase);
        _loss = new QuotaLoss(config.WhenRedisIsAway.Rates, config.WhenRedisIsAway.Tokens, config.WhenRedisIsAway.Money);
    }

    /// <summary>The counters that apply to this caller's request for this name; often none.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="name">The requested name.</param>
    /// <param name="isBackground">True when nobody waits for the answer.</param>
    /// <param name="countsAsRequest">True when it counts toward limits on requests; otherwise only its usage counts.</param>
    public QuotaSubject[] SubjectsOf(QuotaCaller caller, string name, bool isBackground = false, bool countsAsRequest = true)
    {
        if (_policies.Count == 0)
        {
            return [];
        }

        var asker = new Asker(caller, name, isBackground, countsAsRequest);
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

    /// <summary>Lists every counter that applies to some request of this caller.</summary>
    public IReadOnlyList<QuotaSubject> AllOf(QuotaCaller caller)
    {
        var subjects = Work(new Asker(caller, null, IsBackground: false, CountsAsRequest: true));
        // A limit derived from another one is not listed beside it.
        var named = subjects.Where(static s => s.Limits.BackgroundPerMinute is not null);
        return [.. subjects, .. named.SelectMany(s => s.ForBackground(caller.IsFrontEnd)).Where(static s => s.CountsRequests)];
    }

    /// <summary>True when any policy limits money.</summary>
    public bool LimitsMoney => _policies.Any(static p => p.Limits.HasMoney);

    /// <summary>True when any limit goes by the calendar.</summary>
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
                Add(subjects, SubjectOf(policy, whose, asker.Caller.Team));
            }
        }

        if (!asker.CountsAsRequest)
        {
            return [.. subjects.Select(static s => s.ForUseAlone)];
        }

        return asker.IsBackground ? [.. subjects.SelectMany(s => s.ForBackground(asker.Caller.IsFrontEnd))] : [.. subjects];
    }

    private QuotaSubject SubjectOf(QuotaPolicy policy, string? whose, string? team)
    {
        var per = policy.Per.ToString().ToLowerInvariant();
        // Two teams may have owners of the same name, who share nothing.
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
            // A key may belong to a team at one time and to none at another, and one counter cannot have two midnights.
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

    private readonly record struct Asker(QuotaCaller Caller, string? Name, bool IsBackground, bool CountsAsRequest)
    {
        public string? Whose(QuotaPer per) => per switch
        {
            QuotaPer.Key => Caller.Key,
            QuotaPer.Owner => Caller.Owner,
            QuotaPer.Team => Caller.Team,
            QuotaPer.Everyone => null,
        };
    }
}

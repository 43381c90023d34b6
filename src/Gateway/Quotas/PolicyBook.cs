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
    public PolicyBook(QuotasConfig config, IEnumerable<QuotaPolicy> more, IReadOnlyDictionary<string, string> zones)
    {
        _policies = [.. config.Policies.Select(QuotaPolicy.From), .. more];
        _calendar = new QuotaCalendar(ZoneOf(config));
        _teamCalendars = zones.ToFrozenDictionary(
            static z => z.Key, static z => new QuotaCalendar(TimeZoneInfo.FindSystemTimeZoneById(z.Value)), StringComparer.OrdinalIgnoreCase);
        _loss = new QuotaLoss(config.WhenRedisIsAway.Rates, config.WhenRedisIsAway.Tokens, config.WhenRedisIsAway.Money);
    }

    /// <summary>The counters that a request of this caller for this name goes by; often none.</summary>
    public QuotaSubject[] SubjectsOf(ApiKey caller, string name)
    {
        if (_policies.Count == 0)
        {
            return [];
        }

        var asker = new Asker(caller.Name, caller.OwnerOrName, caller.Team, name);
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
    public IReadOnlyList<QuotaSubject> AllOf(ApiKey caller) =>
        Work(new Asker(caller.Name, caller.OwnerOrName, caller.Team, null));

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

        return [.. subjects];
    }

    private QuotaSubject SubjectOf(QuotaPolicy policy, string? whose, string? team)
    {
        var per = policy.Per.ToString().ToLowerInvariant();
        var (id, words) = policy.Per == QuotaPer.Everyone ? (per, per) : ($"{per}:{whose!.ToLowerInvariant()}", $"{per} '{whose}'");
        if (policy.Model is { } model)
        {
            (id, words) = ($"{id}@{model.ToLowerInvariant()}", $"{words} for {model}");
        }

        var calendar = _calendar;
        // Where teams have midnights of their own, an owner's requests may be split between two counters; the ledger does not say how.
        var scope = policy.Per == QuotaPer.Owner && _teamCalendars.Count > 0 ? null : new QuotaScope(policy.Per, whose, policy.Model);
        if (policy.Per != QuotaPer.Everyone && team is not null && _teamCalendars.TryGetValue(team, out var own) && own.Zone.Id != calendar.Zone.Id)
        {
            // An owner may be in two teams; one counter cannot have two midnights.
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

    private readonly record struct Asker(string Key, string Owner, string? Team, string? Name)
    {
        public string? Whose(QuotaPer per) => per switch
        {
            QuotaPer.Key => Key,
            QuotaPer.Owner => Owner,
            QuotaPer.Team => Team,
            _ => null,
        };
    }
}

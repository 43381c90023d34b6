using System.Collections.Immutable;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Builds the scripts' arguments about subjects: the periods of each calendar once, then each subject's calendar and limits.
/// </summary>
internal static class ReserveArguments
{
    private const int PerCalendar = 8;
    private const int PerSubject = 2;
    private const int PerLease = 4;

    public static RedisValue[] Of(in QuotaClaim claim, string epoch, long lease, long second, bool hasLedger = false)
    {
        var subjects = claim.Subjects;
        var calendars = Calendars(subjects);
        var values = new RedisValue[5 + calendars * PerCalendar + subjects.Length * PerSubject];
        values[0] = epoch;
        values[1] = lease;
        values[2] = RedisFormat.Of(claim.Estimate);
        values[3] = RedisFormat.Of(claim.Floor);
        values[4] = calendars;
        var at = AddPeriods(values, 5, subjects, second);
        foreach (var subject in subjects)
        {
            values[at++] = NumberOf(subjects, subject.Calendar);
            values[at++] = RedisFormat.LimitsOf(subject, hasLedger && subject.IsInLedger);
        }

        return values;
    }

    public static RedisValue[] ToPeek(IReadOnlyList<QuotaSubject> subjects, string epoch, long lease, long second)
    {
        var calendars = Calendars(subjects);
        var values = new RedisValue[3 + calendars * PerCalendar + subjects.Count];
        values[0] = epoch;
        values[1] = lease;
        values[2] = calendars;
        var at = AddPeriods(values, 3, subjects, second);
        foreach (var subject in subjects)
        {
            values[at++] = NumberOf(subjects, subject.Calendar);
        }

        return values;
    }

    public static RedisValue[] ToLease(
        ReadOnlySpan<LeaseRequest> requests, string epoch, string instance, bool keep, long number, long lease, long second)
    {
        var subjects = new QuotaSubject[requests.Length];
        for (var i = 0; i < subjects.Length; i++)
        {
            subjects[i] = requests[i].Subject;
        }

        var calendars = Calendars(subjects);
        var values = new RedisValue[6 + calendars * PerCalendar + subjects.Length * PerLease];
        (values[0], values[1], values[2], values[3], values[4],
            values[5]) = (epoch, lease, instance, keep ? "keep" : "", number, calendars);
        var at = AddPeriods(values, 6, subjects, second);
        foreach (var request in requests)
        {
            values[at++] = NumberOf(subjects, request.Subject.Calendar);
            values[at++] = RedisFormat.LimitsOf(request.Subject);
            values[at++] = RedisFormat.Of(request.Held);
            values[at++] = RedisFormat.Of(request.Wanted);
        }

        return values;
    }

    private static int AddPeriods(RedisValue[] values, int at, IReadOnlyList<QuotaSubject> subjects, long second)
    {
        for (var i = 0; i < subjects.Count; i++)
        {
            if (IsFirst(subjects, i))
            {
                var periods = subjects[i].Calendar.At(second);
                at = Add(values, at, periods.Days);
                at = Add(values, at, periods.Months);
            }
        }

        return at;
    }

    private static int Add(RedisValue[] values, int at, ImmutableArray<long> starts)
    {
        foreach (var start in starts)
        {
            values[at++] = start;
        }

        return at;
    }

    private static int Calendars(IReadOnlyList<QuotaSubject> subjects)
    {
        var count = 0;
        for (var i = 0; i < subjects.Count; i++)
        {
            count += IsFirst(subjects, i) ? 1 : 0;
        }

        return count;
    }

    private static int NumberOf(IReadOnlyList<QuotaSubject> subjects, QuotaCalendar calendar)
    {
        var number = 0;
        for (var i = 0; subjects[i].Calendar != calendar; i++)
        {
            number += IsFirst(subjects, i) ? 1 : 0;
        }

        return number;
    }

    private static bool IsFirst(IReadOnlyList<QuotaSubject> subjects, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (subjects[i].Calendar == subjects[index].Calendar)
            {
                return false;
            }
        }

        return true;
    }
}

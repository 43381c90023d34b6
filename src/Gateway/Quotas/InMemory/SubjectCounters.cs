namespace Gateway.Quotas.InMemory;

/// <summary>All counts of one subject. Not safe for threads: its store has the lock.</summary>
internal sealed class SubjectCounters
{
    private long _day;
    private long _month;

    public MinuteRing Minute { get; } = new();

    public long Concurrent { get; private set; }

    public QuotaAmount InDay { get; private set; }

    public QuotaAmount InMonth { get; private set; }

    /// <summary>Whether there is nothing to remember: nothing runs, nothing is counted in the minute, and the month is over.</summary>
    public bool IsForgettable(long second) => Concurrent == 0 && Minute.Requests == 0 && _month < second - 40 * 24 * 3600;

    /// <summary>Lets go of what is over by now.</summary>
    public void Advance(long second, QuotaPeriods periods)
    {
        Minute.Advance(second);
        // What was counted under a clock that was ahead stays counted when it is put right.
        (_day, InDay) = (periods.Day, _day < periods.Day ? default : InDay);
        (_month, InMonth) = (periods.Month, _month < periods.Month ? default : InMonth);
    }

    public void Begin(long second, QuotaAmount estimate, bool countsRequest)
    {
        Minute.Add(second, countsRequest ? 1 : 0, estimate.Tokens);
        InDay += estimate;
        InMonth += estimate;
        Concurrent += countsRequest ? 1 : 0;
    }

    /// <summary>Corrects what was counted at a second, where that is not over.</summary>
    public void Correct(long second, QuotaPeriods admittedIn, QuotaAmount difference)
    {
        Minute.Add(second, 0, difference.Tokens);
        InDay += admittedIn.Day == _day ? difference : default;
        InMonth += admittedIn.Month == _month ? difference : default;
    }

    /// <summary>Takes over what the ledger says, for a day and a month that are not over.</summary>
    public void Correct(QuotaCorrection correction)
    {
        InDay = correction.Day == _day ? Positive(InDay + correction.InDay) : InDay;
        InMonth = correction.Month == _month ? Positive(InMonth + correction.InMonth) : InMonth;
    }

    /// <summary>Holds no less than the ledger says, in a day and a month that are not over.</summary>
    public void Raise(QuotaCorrection opening)
    {
        InDay = opening.Day == _day ? Larger(InDay, opening.InDay) : InDay;
        InMonth = opening.Month == _month ? Larger(InMonth, opening.InMonth) : InMonth;
    }

    public void End() => Concurrent--;

    public SubjectExport Export(string id) => new(id, _day, InDay, _month, InMonth, Minute.Export());

    private static QuotaAmount Larger(QuotaAmount a, QuotaAmount b) => new(Math.Max(a.Tokens, b.Tokens), Math.Max(a.Nano, b.Nano));

    private static QuotaAmount Positive(QuotaAmount amount) => new(Math.Max(0, amount.Tokens), Math.Max(0, amount.Nano));
}

using Gateway.Configuration;

namespace Gateway.Quotas.InMemory;

/// <summary>All counts of one subject. Not thread-safe: the store holds the lock.</summary>
internal sealed class SubjectCounters
{
    private long _day;
    private long _month;
    private QuotaAmount _inDay;
    private QuotaAmount _inMonth;

    public MinuteRing Minute { get; } = new();

    public long Concurrent { get; private set; }

    public QuotaAmount InDay => _inDay;

    public QuotaAmount InMonth => _inMonth;

    /// <summary>True when there is nothing to remember: nothing runs, nothing is counted in the minute, and the month is over.</summary>
    public bool IsForgettable(long second) => Concurrent == 0 && Minute.Sum[Meter.Requests] == 0 && _month < second - 40 * 24 * 3600;

    /// <summary>The amount used and reserved under a limit.</summary>
    public long Of(LimitKind kind) => kind.Window switch
    {
        LimitWindow.Minute => Minute.Sum[kind.Meter],
        LimitWindow.AtOnce => Concurrent,
        LimitWindow.Day => _inDay[kind.Meter],
        LimitWindow.Month => _inMonth[kind.Meter],
    };

    /// <summary>Drops all that has expired.</summary>
    public void Advance(long second, QuotaPeriods periods)
    {
        Minute.Advance(second);
        // Counts made under a fast clock remain after the clock is corrected.
        if (_day < periods.Day)
        {
            _inDay = default;
        }

        if (_month < periods.Month)
        {
            _inMonth = default;
        }

        (_day, _month) = (periods.Day, periods.Month);
    }

    /// <summary>Counts what a request needs; its place is held until <see cref="End"/>.</summary>
    public void Begin(long second, in QuotaAmount need)
    {
        Concurrent += need[Meter.Concurrent];
        var amount = need.With(Meter.Concurrent, 0);
        Minute.Add(second, amount);
        _inDay += amount;
        _inMonth += amount;
    }

    /// <summary>Corrects what was counted at a given second, where its windows are not over.</summary>
    public void Correct(long second, QuotaPeriods admittedIn, in QuotaAmount difference)
    {
        Minute.Add(second, difference);
        if (admittedIn.Day == _day)
        {
            _inDay += difference;
        }

        if (admittedIn.Month == _month)
        {
            _inMonth += difference;
        }
    }

    /// <summary>Applies the ledger's correction to a day and a month that are not over.</summary>
    public void Correct(QuotaCorrection correction)
    {
        _inDay = correction.Day == _day ? QuotaAmount.Larger(default, _inDay + correction.InDay) : _inDay;
        _inMonth = correction.Month == _month ? QuotaAmount.Larger(default, _inMonth + correction.InMonth) : _inMonth;
    }

    /// <summary>Raises a day and a month that are not over to at least the ledger's totals.</summary>
    public void Raise(QuotaCorrection opening)
    {
        _inDay = opening.Day == _day ? QuotaAmount.Larger(_inDay, opening.InDay) : _inDay;
        _inMonth = opening.Month == _month ? QuotaAmount.Larger(_inMonth, opening.InMonth) : _inMonth;
    }

    public void End() => Concurrent--;

    public SubjectExport Export(string id) => new(id, _day, _inDay, _month, _inMonth, Minute.Export());
}

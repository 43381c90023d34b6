using Gateway.Quotas;

namespace Gateway.Budgets;

/// <summary>The difference between the ledger and a counter; negative when the counter holds too much.</summary>
internal sealed record CounterDrift(QuotaSubject Subject, QuotaPeriods Periods, QuotaAmount InDay, QuotaAmount InMonth)
{
    public bool IsNone => InDay == default && InMonth == default;

    /// <param name="before">The ledger's total before the counter was read.</param>
    /// <param name="counted">The counter's value.</param>
    /// <param name="after">The ledger's total once everything the counter held then had arrived there.</param>
    /// <param name="isQuiet">True when nothing was running: only then does the counter hold no more than was used.</param>
    public static QuotaAmount Of(QuotaAmount before, QuotaAmount counted, QuotaAmount after, bool isQuiet) => new(
        Of(before.Tokens, counted.Tokens, after.Tokens, isQuiet), Of(before.Nano, counted.Nano, after.Nano, isQuiet));

    /// <summary>Computes the part of a drift that two comparisons agree on.</summary>
    public static CounterDrift Smaller(CounterDrift a, CounterDrift b) =>
        b with { InDay = Smaller(a.InDay, b.InDay), InMonth = Smaller(a.InMonth, b.InMonth) };

    public QuotaCorrection ToCorrection() => new(Subject, Periods.Day, InDay, Periods.Month, InMonth);

    private static long Of(long before, long counted, long after, bool isQuiet) =>
        counted < before ? before - counted : isQuiet && counted > after ? after - counted : 0;

    private static QuotaAmount Smaller(QuotaAmount a, QuotaAmount b) => new(Smaller(a.Tokens, b.Tokens), Smaller(a.Nano, b.Nano));

    private static long Smaller(long a, long b) => Math.Sign(a) != Math.Sign(b) ? 0 : Math.Abs(a) < Math.Abs(b) ? a : b;
}

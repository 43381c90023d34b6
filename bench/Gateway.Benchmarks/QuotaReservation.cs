using BenchmarkDotNet.Attributes;
using Gateway.Quotas;
using Gateway.Quotas.InMemory;

namespace Gateway.Benchmarks;

/// <summary>
/// Measures what quotas cost a request in one process: a reservation at four subjects with seven limits each, and its settlement.
/// </summary>
[MemoryDiagnoser]
public class QuotaReservation
{
    private static readonly QuotaLimits Limits = new(static _ => 1L << 50);

    private readonly InMemoryQuotaStore _store = new(TimeProvider.System);
    private readonly QuotaSubject[] _subjects =
        [.. new[] { "key:laptop", "owner:lin", "team:ml", "everyone" }.Select(id => new QuotaSubject(id, Limits, QuotaCalendar.Utc))];

    [Benchmark]
    public bool ReserveAndSettle()
    {
        var claim = new QuotaClaim(
            "01934f2c-7d1e-7c3a-9b1f-3d5e8a7b2c4d", _subjects, new QuotaAmount(1500, 30_000), new QuotaAmount(500, 10_000));
        var reserved = _store.ReserveAsync(claim, default);
        if (!reserved.IsCompletedSuccessfully || !reserved.Result.IsGranted)
        {
            return false;
        }

        var settled = _store.SettleAsync(claim.Id, new QuotaAmount(900, 20_000), default);
        return settled.IsCompletedSuccessfully && settled.Result;
    }
}

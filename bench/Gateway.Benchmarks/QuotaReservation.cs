using BenchmarkDotNet.Attributes;
using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Quotas.InMemory;

namespace Gateway.Benchmarks;

/// <summary>
/// Measures what quotas cost a request in one process: a reservation under one limit, six, and 28 at four subjects, and its settlement.
/// </summary>
[MemoryDiagnoser]
public class QuotaReservation
{
    private static readonly string[] s_names = ["key:laptop", "owner:lin", "team:ml", "everyone"];

    private readonly InMemoryQuotaStore _store = new(TimeProvider.System);
    private readonly QuotaSubject[] _one = Subjects(1, static k => k.Key == "requestsPerMinute");
    private readonly QuotaSubject[] _six = Subjects(2, static k => k.Window is LimitWindow.Minute or LimitWindow.AtOnce);
    private readonly QuotaSubject[] _many = Subjects(4, static k => k.Meter is not Meter.Pictures);

    [Benchmark]
    public bool OneLimit() => ReserveAndSettle(_one);

    [Benchmark]
    public bool SixLimits() => ReserveAndSettle(_six);

    [Benchmark]
    public bool ReserveAndSettle() => ReserveAndSettle(_many);

    private bool ReserveAndSettle(QuotaSubject[] subjects)
    {
        var claim = new QuotaClaim(
            "01934f2c-7d1e-7c3a-9b1f-3d5e8a7b2c4d", subjects, new QuotaAmount(1500, 30_000), new QuotaAmount(500, 10_000));
        var reserved = _store.ReserveAsync(claim, default);
        if (!reserved.IsCompletedSuccessfully || !reserved.Result.IsGranted)
        {
            return false;
        }

        var settled = _store.SettleAsync(claim.Id, new QuotaAmount(900, 20_000), default);
        return settled.IsCompletedSuccessfully && settled.Result;
    }

    private static QuotaSubject[] Subjects(int count, Predicate<LimitKind> which) =>
    [
        .. s_names.Take(count)
            .Select(id => new QuotaSubject(id, new QuotaLimits(k => which(k) ? 1L << 50 : null), QuotaCalendar.Utc)),
    ];
}

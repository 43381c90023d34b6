using Gateway.Quotas;

namespace Gateway.Tests.Quotas;

/// <summary>What every store of counters keeps to. One engine, one class that derives from this.</summary>
public abstract partial class QuotaStoreConformance
{
    private static readonly CancellationToken None = CancellationToken.None;
    private int _ids;

    /// <summary>The store's clock stands at 2026-11-24 10:00:00 UTC when a test begins.</summary>
    protected static DateTimeOffset Start { get; } = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private protected abstract IQuotaStore Store { get; }

    /// <summary>Moves the store's clock, forward or back.</summary>
    protected abstract void Advance(TimeSpan by);

    private static QuotaSubject Subject(QuotaLimits limits, string id = "owner:lin", string zone = "UTC") =>
        new(id, limits, new QuotaCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private static async Task<QuotaDecision> ReserveAsync(
        IQuotaStore store, string id, QuotaAmount estimate, params QuotaSubject[] subjects) =>
        await store.ReserveAsync(new QuotaClaim(id, subjects, estimate, default), None);

    private async Task<QuotaDecision> ReserveAsync(QuotaSubject subject, long tokens = 0, long nano = 0, string? id = null) =>
        await ReserveAsync(Store, id ?? NewId(), new QuotaAmount(tokens, nano), subject);

    private string NewId() => $"request-{Interlocked.Increment(ref _ids)}";

    private async Task<QuotaUse> UseAsync(QuotaSubject subject) => (await Store.PeekAsync([subject], None))[0];
}

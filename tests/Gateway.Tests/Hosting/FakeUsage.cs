using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;

namespace Gateway.Tests.Hosting;

/// <summary>A ledger that says what a test wants, and keeps what it was asked.</summary>
internal sealed class FakeUsage : IUsageQueries
{
    public List<UsageQuery> Asked { get; } = [];

    public Func<UsageQuery, CancellationToken, Task<UsageReport>> Report { get; set; } = static (
        _, _) => Task.FromResult(new UsageReport([], new UsageSums()));

    public Func<UsageFilter, IAsyncEnumerable<UsageRecord>> Records { get; set; } = static _ => AsyncEnumerable.Empty<UsageRecord>();

    public Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken stop)
    {
        Asked.Add(query);
        return Report(query, stop);
    }

    public IAsyncEnumerable<UsageRecord> RecordsAsync(UsageFilter filter, UsagePlace? before, CancellationToken stop) => Records(filter);
}

using System.Runtime.CompilerServices;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;

namespace Gateway.Ledger;

/// <summary>
/// Answers questions with every request that had ended on this gateway when they were asked: the records still in the journal are written
/// first. If the database does not take them soon, it is asked without them.
/// </summary>
internal sealed class CurrentQueries(IUsageQueries queries, UsageWriter writer) : IUsageQueries
{
    // Enough for 200,000 records; what gives up on the question waits longer.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken stop)
    {
        await writer.CatchUpAsync(Limit, stop);
        return await queries.ReportAsync(query, stop);
    }

    public async IAsyncEnumerable<UsageRecord> RecordsAsync(
        UsageFilter filter, UsagePlace? before, [EnumeratorCancellation] CancellationToken stop)
    {
        // What ended since the first page is on none of the others.
        if (before is null)
        {
            await writer.CatchUpAsync(Limit, stop);
        }

        await foreach (var record in queries.RecordsAsync(filter, before, stop))
        {
            yield return record;
        }
    }
}

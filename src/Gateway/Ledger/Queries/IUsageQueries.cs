using Gateway.Ledger.Records;

namespace Gateway.Ledger.Queries;

/// <summary>What can be asked of the ledger. Pages and the admin API know this, and not the tables.</summary>
internal interface IUsageQueries
{
    /// <summary>Sums, of all time.</summary>
    Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken stop);

    /// <summary>Single records, newest first, as long as they are kept.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only those that stand behind this one, the last of the page before; null: from the newest.</param>
    /// <param name="stop">Ends it.</param>
    IAsyncEnumerable<UsageRecord> RecordsAsync(UsageFilter filter, UsagePlace? before, CancellationToken stop);
}

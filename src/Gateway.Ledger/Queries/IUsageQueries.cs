using Gateway.Ledger.Records;

namespace Gateway.Ledger.Queries;

/// <summary>Answers questions about the ledger. Pages and the admin API know only this, not the tables.</summary>
internal interface IUsageQueries
{
    /// <summary>Returns sums. They cover all time.</summary>
    Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken stop);

    /// <summary>Returns single records, newest first, for as long as they are kept.</summary>
    /// <param name="filter">Selects the records.</param>
    /// <param name="before">Only records after this one, the last of the previous page; null starts from the newest.</param>
    /// <param name="stop">Cancels the call.</param>
    IAsyncEnumerable<UsageRecord> RecordsAsync(UsageFilter filter, UsagePlace? before, CancellationToken stop);
}

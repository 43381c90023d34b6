using Gateway.Configuration;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Hosting;

/// <summary>The ledger of a gateway that is not there any more.</summary>
internal sealed class LedgerFile : IDisposable
{
    private static readonly UsageFilter All = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1000));

    private readonly LedgerDatabase _tables;
    private readonly UsageQueries _queries;

    public LedgerFile(string path)
    {
        var options = new DatabaseOptions(StorageProvider.Sqlite, SqliteFile.ConnectionTo(path, 3), path, IsConfigured: true);
        _tables = new LedgerDatabase(options, TimeProvider.System, NullLogger<LedgerDatabase>.Instance);
        _queries = new UsageQueries(_tables);
    }

    public async Task<List<UsageRecord>> RecordsAsync()
    {
        var records = new List<UsageRecord>();
        await foreach (var record in _queries.RecordsAsync(All, null, default))
        {
            records.Add(record);
        }

        return records;
    }

    /// <summary>The sums over all of them, which are kept apart from them.</summary>
    public async Task<UsageSums> SumsAsync() =>
        (await _queries.ReportAsync(new UsageQuery(All, [], UsageInterval.Total, TimeZoneInfo.Utc), default)).Totals;

    public void Dispose()
    {
        _tables.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}

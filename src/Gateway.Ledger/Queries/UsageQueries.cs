using System.Data.Common;
using System.Runtime.CompilerServices;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Queries;

/// <summary>Queries the ledger's tables. The results are empty where nothing has been written yet.</summary>
internal sealed class UsageQueries(LedgerDatabase database) : IUsageQueries
{
    // A page is read at once and nothing stays open between two pages: an export that takes hours keeps no old rows and no SQLite log
    // alive.
    private const int Page = 500;

    private static readonly string Columns = string.Join(", ", RecordTable.Columns.Select(static c => $"\"{c.Name}\""));

    public async Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken stop)
    {
        var periods = UsagePeriods.Of(query.Filter, query.Interval, query.Zone);
        var report = new ReportBuilder(periods, query.MostRows);
        if (database.IsThere && periods.Count > 0)
        {
            var ranges = new List<SumRange>();
            foreach (var (i, period) in periods.Index())
            {
                SumRange.Cover(ranges, i, period.From, period.To);
            }

            await database.ReadAsync(connection => ReadAsync(connection, query, ranges, report, stop), stop);
        }

        return report.Build();
    }

    public async IAsyncEnumerable<UsageRecord> RecordsAsync(
        UsageFilter filter, UsagePlace? before, [EnumeratorCancellation] CancellationToken stop)
    {
        while (database.IsThere)
        {
            var place = before;
            var page = await database.ReadAsync(connection => ReadPageAsync(connection, filter, place, stop), stop);
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            before = new UsagePlace(page[^1].CountedAt, page[^1].Request, page[^1].Answer);
        }
    }

    private static async Task<bool> ReadAsync(
        DbConnection connection, UsageQuery query, List<SumRange> ranges, ReportBuilder report, CancellationToken stop)
    {
        var filter = await FilterSql.MakeAsync(connection, query.Filter, "g", stop);
        if (filter.Text is not null)
        {
            var sql = new ReportSql(query, filter);
            await sql.ReadAsync(connection, ranges, report.Add, stop);
            await sql.ReadRefusedAsync(connection, ranges, report.AddRefused, stop);
        }

        return true;
    }

    private static async Task<List<UsageRecord>> ReadPageAsync(
        DbConnection connection, UsageFilter filter, UsagePlace? before, CancellationToken stop)
    {
        var condition = await FilterSql.MakeAsync(connection, filter, "r", stop);
        var page = new List<UsageRecord>();
        if (condition.Text is null)
        {
            return page;
        }

        await using var command = connection.CreateCommand();
        var behind = before is null
            ? ""
            : " AND r.counted_at <= @place AND (r.counted_at, r.request, r.answer) < (@place, @request, @answer)";
        var one = filter.Request is null ? "" : " AND r.request = @id";
        command.CommandText = $"""
            SELECT {Columns} FROM {RecordTable.Name} r WHERE r.counted_at >= @from AND r.counted_at < @to{one}{behind}{condition.Text}
            ORDER BY r.counted_at DESC, r.request DESC, r.answer DESC LIMIT {Page}
            """;
        condition.Bind(command);
        FilterSql.Bind(command, "@from", filter.From.ToUnixTimeMilliseconds());
        FilterSql.Bind(command, "@to", filter.To.ToUnixTimeMilliseconds());
        if (filter.Request is { } id)
        {
            FilterSql.Bind(command, "@id", StoredRecord.Bytes(id));
        }

        if (before is { } place)
        {
            FilterSql.Bind(command, "@place", place.CountedAt);
            FilterSql.Bind(command, "@request", StoredRecord.Bytes(place.Request));
            FilterSql.Bind(command, "@answer", place.Answer);
        }

        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            page.Add(StoredRecord.Read(reader));
        }

        return page;
    }
}

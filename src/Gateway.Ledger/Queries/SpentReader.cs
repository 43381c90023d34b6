using System.Data.Common;
using System.Globalization;
using Gateway.Configuration;
using Gateway.Ledger.Store;
using Gateway.Ledger.Store.Sums;
using Gateway.Ledger.Store.Tables;
using Grains = Gateway.Ledger.Store.Sums.Grain;

namespace Gateway.Ledger.Queries;

/// <summary>
/// Reads the usage that the quotas have to match. Whole hours come from the sums. Hours in which a window begins or ends come from their
/// records, so that the answer is exact; if those records are gone, they come from the sums too. Identical windows are read once for all
/// subjects.
/// </summary>
internal sealed class SpentReader(LedgerDatabase database, LedgerConfig config, TimeProvider time)
{
    // No row begins later than this.
    private const long End = 253_402_300_800 / Grains.Day * Grains.Day;

    private const string Who = "team, owner, \"key\", tag";

    public async Task<IReadOnlyList<Spent>> ReadAsync(IReadOnlyList<SpentQuery> queries, CancellationToken stop)
    {
        var answers = new Spent[queries.Count];
        if (queries.Count == 0 || !database.IsThere)
        {
            return answers;
        }

        foreach (var window in queries.Index().GroupBy(static q => (q.Item.From, q.Item.To)))
        {
            await database.RunAsync(
                async connection =>
                {
                    foreach (var statement in Statements(window.Key.From.ToUnixTimeMilliseconds(), window.Key.To?.ToUnixTimeMilliseconds()))
                    {
                        await AddAsync(connection, statement, [.. window], answers, stop);
                    }

                    return true;
                },
                stop);
        }

        return answers;
    }

    private IEnumerable<string> Statements(long from, long? to)
    {
        const long hour = 3_600_000;
        var kept = time.GetUtcNow().ToUnixTimeMilliseconds() - (long)config.KeepRequests.TotalMilliseconds;
        // Hours whose records may be gone count in full.
        var first = from - from % hour < kept ? from - from % hour : from + (hour - from % hour) % hour;
        var last = to is { } end ? end - end % hour : End * 1000;
        if (first > from && Math.Min(first, to ?? long.MaxValue) is var edge)
        {
            yield return OfRecords(from, edge);
        }

        if (first < last)
        {
            yield return OfSums(first / 1000, last / 1000);
        }

        if (to is { } rest && Math.Max(first, last) is var begin && begin < rest)
        {
            yield return OfRecords(begin, rest);
        }
    }

    private static string OfRecords(long from, long to) => string.Create(CultureInfo.InvariantCulture, $"""
        SELECT {Who}, CAST(SUM(COALESCE(prompt, 0) + COALESCE(output, 0)) AS BIGINT),
            CAST(SUM(CASE WHEN charged_nano > {SumField.MostOfOne} THEN {SumField.MostOfOne} ELSE charged_nano END) AS BIGINT)
        FROM {RecordTable.Name} WHERE counted_at >= {from} AND counted_at < {to} GROUP BY {Who}
        """);

    private static string OfSums(long from, long to)
    {
        var ranges = new List<SumRange>();
        SumRange.Cover(ranges, 0, from, to);
        var values = string.Join(
            ", ", ranges.Select(static r => string.Create(CultureInfo.InvariantCulture, $"({r.Grain}, {r.From}, {r.To})")));
        return $"""
            WITH r(grain, lo, hi) AS (VALUES {values})
            SELECT {Who}, CAST(SUM(t) AS BIGINT), CAST(SUM(n) AS BIGINT) FROM
                (SELECT s.group_id, SUM(s.prompt + s.output) AS t, SUM(s.charged_nano) AS n FROM r CROSS JOIN {SumTables.Sums} s
                WHERE s.kind = {UsageGroup.Whole} AND s.grain = r.grain AND s.start >= r.lo AND s.start < r.hi GROUP BY s.group_id) x
                JOIN {SumTables.Groups} g ON g.id = x.group_id GROUP BY {Who}
            """;
    }

    private static async Task AddAsync(
        DbConnection connection, string statement, (int Index, SpentQuery Item)[] queries, Spent[] answers, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var (team, owner, tag) = (Text(reader, 0), Text(reader, 1), Text(reader, 3));
            var (key, spent) = (reader.GetString(2), new Spent(reader.GetInt64(4), reader.GetInt64(5)));
            foreach (var (i, query) in queries)
            {
                if (query.Counts(key, owner, team, tag))
                {
                    answers[i] += spent;
                }
            }
        }
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

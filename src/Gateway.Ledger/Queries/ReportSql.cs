using System.Data.Common;
using System.Globalization;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store.Sums;
using Gateway.Ledger.Store.Tables;
using Gateway.Wire.Streams;

namespace Gateway.Ledger.Queries;

/// <summary>Queries the sums, a number of ranges at a time.</summary>
internal sealed class ReportSql(UsageQuery query, FilterSql filter)
{
    // This makes a statement of some 50 KiB; a year by the hour takes ten.
    private const int MostRanges = 2000;

    private static readonly string Figures = string.Join(", ", SumField.Names.Select(static n => $"CAST(SUM(s.{n}) AS BIGINT)"));

    private readonly UsageDimension[] _asked = [.. query.GroupBy.Concat(query.Filter.Values.Keys).Distinct()];

    // A question about one dimension alone is answered by the groups that have no other; a question about none, by the smallest set of
    // groups.
    private int Kind => _asked.Length switch
    {
        0 => UsageGroup.KindOf(UsageDimension.Status),
        1 => UsageGroup.KindOf(_asked[0]),
        _ => UsageGroup.Whole,
    };

    public async Task ReadAsync(
        DbConnection connection, IReadOnlyList<SumRange> ranges, Action<int, string?[], string?, long[]> row, CancellationToken stop)
    {
        for (var i = 0; i < ranges.Count; i += MostRanges)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Text(ranges.Skip(i).Take(MostRanges));
            filter.Bind(command);
            await using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
            {
                Read(reader, row);
            }
        }
    }

    /// <summary>Queries how many of the requests were refused, which the sums of one dimension do not say.</summary>
    public async Task ReadRefusedAsync(
        DbConnection connection, IReadOnlyList<SumRange> ranges, Action<int, string?[], long> row, CancellationToken stop)
    {
        for (var i = 0; i < ranges.Count; i += MostRanges)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = RefusedText(ranges.Skip(i).Take(MostRanges));
            filter.Bind(command);
            await using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
            {
                row(reader.GetInt32(0), GroupOf(reader, 2), reader.GetInt64(1));
            }
        }
    }

    private string By => string.Concat(query.GroupBy.Select(static d => $", g.\"{FilterSql.ColumnOf(d)}\""));

    private static string Values(IEnumerable<SumRange> ranges) =>
        string.Join(
            ", ", ranges.Select(static r => string.Create(CultureInfo.InvariantCulture, $"({r.Period}, {r.Grain}, {r.From}, {r.To})")));

    // Start from the groups of refused requests. They are few: nobody answered, so they do not differ by backend or its model.
    private string RefusedText(IEnumerable<SumRange> ranges) => $"""
        WITH r(period, grain, lo, hi) AS (VALUES {Values(ranges)})
        SELECT r.period, CAST(SUM(s.requests) AS BIGINT){By} FROM {SumTables.Groups} g CROSS JOIN r CROSS JOIN {SumTables.Sums} s
        WHERE g.kind = {UsageGroup.Whole} AND g.status = '{UsageWords.Of(AnswerEnd.Refused)}'
        AND s.group_id = g.id AND s.grain = r.grain AND s.start >= r.lo AND s.start < r.hi{filter.Text}
        GROUP BY r.period{By} HAVING SUM(s.requests) <> 0
        """;

    private string Text(IEnumerable<SumRange> ranges)
    {
        // CROSS fixes the order in which SQLite searches: by time, or by the few wanted groups first, whose index has no kinds.
        var (tables, kind) = Kind == UsageGroup.Whole && query.Filter.Values.Count > 0
            ? ($"{SumTables.Groups} g CROSS JOIN r CROSS JOIN {SumTables.Sums} s", "")
            : ($"r CROSS JOIN {SumTables.Sums} s CROSS JOIN {SumTables.Groups} g", $" AND s.kind = {Kind}");
        return $"""
            WITH r(period, grain, lo, hi) AS (VALUES {Values(ranges)})
            SELECT r.period, g.currency{By}, {Figures} FROM {tables}
            WHERE g.kind = {Kind}{kind} AND s.group_id = g.id AND s.grain = r.grain AND s.start >= r.lo AND s.start < r.hi{filter.Text}
            GROUP BY r.period, g.currency{By} HAVING SUM(s.records) <> 0
            """;
    }

    private string?[] GroupOf(DbDataReader reader, int first) =>
        [.. Enumerable.Range(first, query.GroupBy.Count).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))];

    private void Read(DbDataReader reader, Action<int, string?[], string?, long[]> row)
    {
        var group = GroupOf(reader, 2);
        var sums = new long[SumField.Count];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = reader.GetInt64(2 + group.Length + i);
        }

        row(reader.GetInt32(0), group, reader.IsDBNull(1) ? null : reader.GetString(1), sums);
    }
}

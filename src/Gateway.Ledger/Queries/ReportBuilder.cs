using Gateway.Ledger.Records;
using Gateway.Ledger.Store.Sums;

namespace Gateway.Ledger.Queries;

/// <summary>Builds a report. Names that differ only in case are one.</summary>
/// <param name="periods">The periods its rows cover.</param>
/// <param name="mostRows">The most rows it may have. Anything beyond is only in the totals.</param>
internal sealed class ReportBuilder(IReadOnlyList<UsagePeriod> periods, int mostRows)
{
    private readonly Dictionary<(int Period, string Group), (string?[] Group, UsageSums Sums)> _rows = [];
    private readonly UsageSums _totals = new();

    public void Add(int period, string?[] group, string? currency, long[] sums)
    {
        Add(_totals, currency, sums);
        var key = KeyOf(period, group);
        if (!_rows.TryGetValue(key, out var row))
        {
            if (_rows.Count == mostRows)
            {
                return;
            }

            _rows.Add(key, row = (group, new UsageSums()));
        }

        Add(row.Sums, currency, sums);
    }

    /// <summary>Marks how many of the failures added before were refusals.</summary>
    public void AddRefused(int period, string?[] group, long refused)
    {
        Move(_totals, refused);
        if (_rows.TryGetValue(KeyOf(period, group), out var row))
        {
            Move(row.Sums, refused);
        }
    }

    public UsageReport Build()
    {
        var rows = _rows
            .OrderBy(static r => r.Key.Period)
            .ThenBy(static r => r.Value.Group, Comparer<string?[]>.Create(Compare))
            .Select(r => new UsageRow(periods[r.Key.Period].Start, r.Value.Group, r.Value.Sums));
        return new UsageReport([.. rows], _totals);
    }

    // A missing name differs from an empty one, and no name contains a line break.
    private static (int Period, string Group) KeyOf(int period, string?[] group) =>
        (period, string.Join('\n', group.Select(static g => g is null ? "-" : "+" + g.ToUpperInvariant())));

    private static void Move(UsageSums sums, long refused)
    {
        sums.Failed -= refused;
        sums.Refused += refused;
    }

    private static int Compare(string?[]? left, string?[]? right)
    {
        for (var i = 0; i < left!.Length; i++)
        {
            var order = (left[i], right![i]) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                var (l, r) => string.Compare(l, r, StringComparison.OrdinalIgnoreCase),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static void Add(UsageSums sums, string? currency, long[] more)
    {
        sums.Requests += more[SumField.Requests];
        sums.Failed += more[SumField.Failed];
        sums.Estimated += more[SumField.Estimated];
        for (var i = 0; i < sums.Fields.Length; i++)
        {
            sums.Fields[i] += more[SumField.Fields + i];
        }

        if (currency is not null)
        {
            var cost = more[SumField.Fields + RecordFields.PlaceOf(RecordFields.CostNano)];
            sums.Costs[currency] = sums.Costs.GetValueOrDefault(currency) + cost;
        }

        for (var i = 0; i < LatencyBuckets.Count; i++)
        {
            sums.Total[i] += more[SumField.Total + i];
            sums.FirstByte[i] += more[SumField.FirstByte + i];
        }
    }
}

using System.Runtime.InteropServices;
using Gateway.Ledger.Records;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Ledger.Store.Sums;

/// <summary>Collects what a batch of records adds to the sums before the database is used: many records make few rows.</summary>
internal sealed class SumBatch(int step)
{
    private static readonly UsageDimension[] Dimensions = Enum.GetValues<UsageDimension>();

    private readonly Dictionary<(UsageGroup Group, long Start), long[]> _cells = [];

    /// <param name="record">The record.</param>
    /// <param name="sign">1 adds it; -1 takes it out again.</param>
    public void Add(UsageRecord record, int sign = 1)
    {
        var start = Grain.StartOf((long)Math.Floor(record.CountedAt / 1000d), step);
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, (UsageGroup.Of(record), start), out _);
        sums ??= new long[SumField.Count];
        Add(sums, record, sign);
    }

    /// <summary>Returns the rows to add to and their groups, each in the order of their numbers.</summary>
    public (SortedDictionary<long, UsageGroup> Groups, SortedDictionary<SumRow, long[]> Rows) ToRows()
    {
        var groups = new SortedDictionary<long, UsageGroup>();
        var numbers = new Dictionary<UsageGroup, long>();
        var steps = new Dictionary<SumRow, long[]>();
        foreach (var ((group, start), sums) in _cells)
        {
            // It was added and taken out again, so its group was already there.
            if (sums.AsSpan().IndexOfAnyExcept(0) < 0)
            {
                continue;
            }

            Add(steps, new SumRow(group.Kind, step, start, NumberOf(group)), sums);
            foreach (var dimension in Dimensions)
            {
                var only = group.Only(dimension);
                Add(steps, new SumRow(only.Kind, step, start, NumberOf(only)), sums);
            }
        }

        var rows = new Dictionary<SumRow, long[]>(steps.Count * 3);
        foreach (var (row, sums) in steps)
        {
            Add(rows, row, sums);
            Add(rows, row with { Grain = Grain.Block, Start = Grain.StartOf(row.Start, Grain.Block) }, sums);
            Add(rows, row with { Grain = Grain.Day, Start = Grain.StartOf(row.Start, Grain.Day) }, sums);
        }

        return (groups, new SortedDictionary<SumRow, long[]>(rows));

        long NumberOf(UsageGroup group)
        {
            if (!numbers.TryGetValue(group, out var number))
            {
                number = group.Id();
                numbers.Add(group, number);
                groups[number] = group;
            }

            return number;
        }
    }

    private static void Add(Dictionary<SumRow, long[]> rows, SumRow row, long[] more)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, row, out var isThere);
        if (!isThere)
        {
            sums = [.. more];
            return;
        }

        for (var i = 0; i < more.Length; i++)
        {
            sums![i] += more[i];
        }
    }

    private static void Add(long[] sums, UsageRecord record, int sign)
    {
        sums[SumField.Records] += sign;
        for (var i = 0; i < RecordFields.Sums.Length; i++)
        {
            sums[SumField.Fields + i] += sign * Math.Min(RecordFields.Sums[i].Number!(record) ?? 0, SumField.MostOfOne);
        }

        if (!record.CountsAsRequest)
        {
            return;
        }

        sums[SumField.Requests] += sign;
        sums[SumField.Failed] += record.End == AnswerEnd.Complete ? 0 : sign;
        sums[SumField.Estimated] += record.Tokens.Source == UsageSource.Estimated ? sign : 0;
        // If nobody saw the end, no time is known.
        if (!record.IsProvisional)
        {
            sums[SumField.Total + LatencyBuckets.Of(record.TotalMs)] += sign;
            if (record.FirstByteMs is { } first)
            {
                sums[SumField.FirstByte + LatencyBuckets.Of(first)] += sign;
            }
        }
    }
}

namespace Gateway.Ledger.Store.Sums;

/// <summary>The key of one row of the sums.</summary>
/// <param name="Kind">The kind of its group: rows for questions of one kind are stored side by side.</param>
/// <param name="Grain">The time it covers, in seconds.</param>
/// <param name="Start">Its start, in Unix seconds.</param>
/// <param name="Group">The number of its group.</param>
internal readonly record struct SumRow(int Kind, int Grain, long Start, long Group) : IComparable<SumRow>
{
    // Writers that lock rows in the same order never deadlock.
    public int CompareTo(SumRow other)
    {
        var order = Kind.CompareTo(other.Kind);
        order = order != 0 ? order : Grain.CompareTo(other.Grain);
        order = order != 0 ? order : Start.CompareTo(other.Start);
        return order != 0 ? order : Group.CompareTo(other.Group);
    }
}

namespace Gateway.Ledger.Store.Sums;

/// <summary>One row of the sums, or what is to be added to it.</summary>
/// <param name="Kind">The kind of its group: questions of one kind find their rows side by side.</param>
/// <param name="Grain">What it covers, in seconds.</param>
/// <param name="Start">When that begins, in Unix seconds.</param>
/// <param name="Group">The number of its group.</param>
internal readonly record struct SumRow(int Kind, int Grain, long Start, long Group) : IComparable<SumRow>
{
    // Writers that lock rows in one order never wait for each other in a circle.
    public int CompareTo(SumRow other)
    {
        var order = Kind.CompareTo(other.Kind);
        order = order != 0 ? order : Grain.CompareTo(other.Grain);
        order = order != 0 ? order : Start.CompareTo(other.Start);
        return order != 0 ? order : Group.CompareTo(other.Group);
    }
}

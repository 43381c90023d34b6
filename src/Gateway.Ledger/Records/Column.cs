namespace Gateway.Ledger.Records;

/// <summary>
/// A column of a table whose rows are written by the thousand. The model, the statements and the values all follow the same list of
/// columns.
/// </summary>
internal abstract class Column<TRow>(string name)
{
    public string Name => name;

    public abstract Type Type { get; }

    public bool IsRequired { get; init; } = true;

    /// <summary>Returns the value of a row.</summary>
    public abstract object ValueOf(TRow row);

    /// <summary>Returns the values of many rows, for PostgreSQL.</summary>
    public abstract Array ValuesOf(IReadOnlyList<TRow> rows);
}

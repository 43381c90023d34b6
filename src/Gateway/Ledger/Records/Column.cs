namespace Gateway.Ledger.Records;

/// <summary>
/// A column of a table that is written by the thousand: the model, the statements and the values all go by the same list.
/// </summary>
internal abstract class Column<TRow>(string name)
{
    public string Name => name;

    public abstract Type Type { get; }

    public bool IsRequired { get; init; } = true;

    /// <summary>The value of a row.</summary>
    public abstract object ValueOf(TRow row);

    /// <summary>The values of many, for PostgreSQL.</summary>
    public abstract Array ValuesOf(IReadOnlyList<TRow> rows);
}

namespace Gateway.Ledger.Records;

internal sealed class TypedColumn<TRow, TValue>(string name, Func<TRow, TValue> value) : Column<TRow>(name)
{
    public override Type Type => typeof(TValue);

    public override object ValueOf(TRow row) => value(row) ?? (object)DBNull.Value;

    public override Array ValuesOf(IReadOnlyList<TRow> rows)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(rows[i]);
        }

        return values;
    }
}

namespace Gateway.Ledger.Records;

/// <summary>Defines the kinds of fields: how their values are written, stored and reported.</summary>
internal static class FieldKinds
{
    public static RecordField Flag(int tag, string name, Func<UsageRecord, bool> get, Action<UsageRecord, bool> set) => new(tag, name)
    {
        Number = r => get(r) ? 1 : 0,
        SetNumber = (r, value) => set(r, value != 0),
        Column = new TypedColumn<UsageRecord, bool>(name, get),
        Load = (r, row, place) => set(r, row.GetBoolean(place)),
        Tell = (r, cells, told, _) => cells.Flag(told, get(r)),
    };

    /// <summary>A number of 32 bits that is always known.</summary>
    public static RecordField Number(int tag, string name, Func<UsageRecord, int> get, Action<UsageRecord, int> set) => new(tag, name)
    {
        Number = r => get(r),
        SetNumber = (r, value) => set(r, Whole(value)),
        Column = new TypedColumn<UsageRecord, int>(name, get),
        Load = (r, row, place) => set(r, row.GetInt32(place)),
        Tell = (r, cells, told, _) => cells.Number(told, get(r)),
    };

    /// <summary>A number of 32 bits that may be missing, which is not 0.</summary>
    public static RecordField Maybe(int tag, string name, Func<UsageRecord, int?> get, Action<UsageRecord, int> set) => new(tag, name)
    {
        Number = r => get(r),
        SetNumber = (r, value) => set(r, Whole(value)),
        Column = new TypedColumn<UsageRecord, int?>(name, get) { IsRequired = false },
        Load = (r, row, place) => set(r, row.GetInt32(place)),
        Tell = (r, cells, told, _) => cells.Number(told, get(r)),
    };

    /// <summary>A count that may be missing, and is summed.</summary>
    public static RecordField Count(int tag, string name, Func<UsageRecord, int?> get, Action<UsageRecord, int> set) =>
        Maybe(tag, name, get, set) with { Metric = name };

    public static RecordField Large(int tag, string name, Func<UsageRecord, long> get, Action<UsageRecord, long> set) => new(tag, name)
    {
        Number = r => get(r),
        SetNumber = set,
        Column = new TypedColumn<UsageRecord, long>(name, get),
        Load = (r, row, place) => set(r, row.GetInt64(place)),
        Tell = (r, cells, told, _) => cells.Number(told, get(r)),
    };

    /// <summary>A time in Unix milliseconds.</summary>
    public static RecordField Moment(int tag, string name, Func<UsageRecord, long> get, Action<UsageRecord, long> set) =>
        Large(tag, name, get, set) with
        {
            Tell = (r, cells, told, zone) =>
                cells.Moment(told, TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(get(r)), zone)),
        };

    /// <summary>An amount in billionths.</summary>
    public static RecordField Money(int tag, string name, Func<UsageRecord, long> get, Action<UsageRecord, long> set) =>
        Large(tag, name, get, set) with { Tell = (r, cells, told, _) => cells.Money(told, get(r)) };

    /// <summary>An amount in billionths, where there is a price.</summary>
    public static RecordField MaybeMoney(int tag, string name, Func<UsageRecord, long?> get, Action<UsageRecord, long> set) =>
        new(tag, name)
        {
            Number = get,
            SetNumber = set,
            Column = new TypedColumn<UsageRecord, long?>(name, get) { IsRequired = false },
            Load = (r, row, place) => set(r, row.GetInt64(place)),
            Tell = (r, cells, told, _) => cells.Money(told, get(r)),
        };

    /// <summary>A text that is always known.</summary>
    public static RecordField Name(int tag, string name, Func<UsageRecord, string> get, Action<UsageRecord, string> set) =>
        Text(tag, name, get, set) with { Column = new TypedColumn<UsageRecord, string>(name, r => StoredText.Of(get(r))!) };

    /// <summary>A text that may be missing, which differs from an empty one.</summary>
    public static RecordField Text(int tag, string name, Func<UsageRecord, string?> get, Action<UsageRecord, string> set) => new(tag, name)
    {
        Text = get,
        SetText = set,
        Column = new TypedColumn<UsageRecord, string?>(name, r => StoredText.Of(get(r))) { IsRequired = false },
        Load = (r, row, place) => set(r, row.GetString(place)),
        Tell = (r, cells, told, _) => cells.Text(told, get(r)),
    };

    /// <summary>A number that the table and reports show as a word.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="name">Its column.</param>
    /// <param name="get">Gets the number.</param>
    /// <param name="set">Sets the number.</param>
    /// <param name="word">Gets the word; null for none.</param>
    /// <param name="read">Sets the number from a word.</param>
    /// <param name="isRequired">True when there always is one.</param>
    public static RecordField Word(
        int tag, string name, Func<UsageRecord, long?> get, Action<UsageRecord, long> set,
        Func<UsageRecord, string?> word, Action<UsageRecord, string> read,
        bool isRequired = true) => Text(tag, name, word, read) with
        {
            Text = null,
            SetText = null,
            Number = get,
            SetNumber = set,
            Column = new TypedColumn<UsageRecord, string?>(name, word) { IsRequired = isRequired },
        };

    // A newer version may have written a number that does not fit here.
    private static int Whole(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
}

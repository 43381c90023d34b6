using Gateway.Ledger.Records;
using Gateway.Ledger.Store.Sums;

namespace Gateway.Ledger.Store.Tables;

/// <summary>The columns of the sums and of their groups.</summary>
internal static class SumTables
{
    public const string Groups = "usage_groups";
    public const string Sums = "usage_sums";

    public static IReadOnlyList<string> GroupKey { get; } = ["id"];

    public static IReadOnlyList<string> SumKey { get; } = ["kind", "grain", "start", "group_id"];

    public static IReadOnlyList<Column<KeyValuePair<long, UsageGroup>>> GroupColumns { get; } =
    [
        new TypedColumn<KeyValuePair<long, UsageGroup>, long>("id", static g => g.Key),
        new TypedColumn<KeyValuePair<long, UsageGroup>, int>("kind", static g => g.Value.Kind),
        .. RecordFields.Dimensions.Select(static (field, i) => Text(field.Name, g => g.Values[i])),
        Text("currency", static g => g.Currency),
    ];

    public static IReadOnlyList<Column<KeyValuePair<SumRow, long[]>>> SumColumns { get; } =
    [
        new TypedColumn<KeyValuePair<SumRow, long[]>, int>("kind", static s => s.Key.Kind),
        new TypedColumn<KeyValuePair<SumRow, long[]>, int>("grain", static s => s.Key.Grain),
        new TypedColumn<KeyValuePair<SumRow, long[]>, long>("start", static s => s.Key.Start),
        new TypedColumn<KeyValuePair<SumRow, long[]>, long>("group_id", static s => s.Key.Group),
        .. SumField.Names.Select(static (name, i) => new TypedColumn<KeyValuePair<SumRow, long[]>, long>(name, s => s.Value[i])),
    ];

    private static TypedColumn<KeyValuePair<long, UsageGroup>, string?> Text(string name, Func<UsageGroup, string?> value) =>
        new(name, g => value(g.Value)) { IsRequired = false };
}

using Gateway.Ledger.Records;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Ledger.Store;

/// <summary>The tables of the ledger. They are written and read in SQL, so their rows need no types here.</summary>
internal sealed class LedgerContext(DbContextOptions<LedgerContext> options) : DbContext(options)
{
    public static TableSet TableSet { get; } = new(
        "ledger_migrations",
        [
            "20261124000002_LedgerInitial", "20261124000003_LedgerCaptures", "20261130000004_LedgerMarks",
            "20261201000005_LedgerAddsMeasures", "20261201000006_LedgerAddsCacheWrite",
        ]);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Table(modelBuilder, RecordTable.Name, RecordTable.Columns, RecordTable.Key, static records =>
        {
            records.HasIndex("counted_at").HasDatabaseName("IX_usage_records_counted_at");
            records.HasIndex("key", "counted_at").HasDatabaseName("IX_usage_records_key");
        });
        Table(modelBuilder, CaptureTable.Name, CaptureTable.Columns, CaptureTable.Key, static captures =>
            captures.HasIndex("counted_at").HasDatabaseName("IX_captures_counted_at"));
        Table(modelBuilder, SumTables.Groups, SumTables.GroupColumns, SumTables.GroupKey, static groups =>
            groups.HasIndex("kind").HasDatabaseName("IX_usage_groups_kind"));
        Table(modelBuilder, SumTables.Sums, SumTables.SumColumns, SumTables.SumKey, static sums =>
            sums.HasIndex("group_id", "grain", "start").HasDatabaseName("IX_usage_sums_group_id"));
    }

    private static void Table<TRow>(
        ModelBuilder model,
        string name,
        IReadOnlyList<Column<TRow>> columns,
        IReadOnlyList<string> key,
        Action<EntityTypeBuilder<Dictionary<string, object>>> indexes) =>
        model.SharedTypeEntity<Dictionary<string, object>>(name, entity =>
        {
            entity.ToTable(name);
            foreach (var column in columns)
            {
                entity.IndexerProperty(column.Type, column.Name).IsRequired(column.IsRequired).ValueGeneratedNever();
            }

            entity.HasKey([.. key]);
            indexes(entity);
        });
}

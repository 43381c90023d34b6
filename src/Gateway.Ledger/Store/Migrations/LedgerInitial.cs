using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Gateway.Ledger.Store.Migrations;

/// <summary>Creates the first tables of the ledger, without column types, like those of the keys.</summary>
[DbContext(typeof(LedgerContext))]
[Migration("20261124000002_LedgerInitial")]
internal sealed class LedgerInitial : Migration
{
    // Fixed as of this migration: a migration does not change with the code.
    private const int Buckets = 17;

    private static readonly string[] Figures =
    [
        "records", "requests", "failed", "estimated", "prompt", "cached", "prompt_audio", "prompt_images", "output", "reasoning",
        "output_audio", "output_images", "cost_nano", "charged_nano",
    ];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateRecords(migrationBuilder);
        migrationBuilder.CreateTable(
            "usage_groups",
            static table => new
            {
                id = table.Column<long>(),
                kind = table.Column<int>(),
                team = table.Column<string>(nullable: true),
                owner = table.Column<string>(nullable: true),
                key = table.Column<string>(nullable: true),
                tag = table.Column<string>(nullable: true),
                model = table.Column<string>(nullable: true),
                backend = table.Column<string>(nullable: true),
                client = table.Column<string>(nullable: true),
                status = table.Column<string>(nullable: true),
                currency = table.Column<string>(nullable: true),
            },
            constraints: static table => table.PrimaryKey("PK_usage_groups", static g => g.id));
        migrationBuilder.CreateIndex("IX_usage_groups_kind", "usage_groups", "kind");
        CreateSums(migrationBuilder);
        migrationBuilder.CreateIndex("IX_usage_sums_group_id", "usage_sums", ["group_id", "grain", "start"]);
    }

    private static void CreateRecords(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "usage_records",
            static table => new
            {
                request = table.Column<byte[]>(),
                answer = table.Column<int>(),
                counts_as_request = table.Column<bool>(),
                counted_at = table.Column<long>(),
                received_at = table.Column<long>(),
                first_byte_ms = table.Column<int>(nullable: true),
                total_ms = table.Column<int>(),
                queue_ms = table.Column<int>(),
                overhead_micros = table.Column<int>(),
                key = table.Column<string>(),
                owner = table.Column<string>(nullable: true),
                team = table.Column<string>(nullable: true),
                client = table.Column<string>(),
                asked = table.Column<string>(nullable: true),
                tag = table.Column<string>(nullable: true),
                backend = table.Column<string>(nullable: true),
                model = table.Column<string>(nullable: true),
                operation = table.Column<string>(),
                stream = table.Column<bool>(),
                usage_source = table.Column<string>(),
                prompt = table.Column<int>(nullable: true),
                cached = table.Column<int>(nullable: true),
                prompt_audio = table.Column<int>(nullable: true),
                prompt_images = table.Column<int>(nullable: true),
                output = table.Column<int>(nullable: true),
                reasoning = table.Column<int>(nullable: true),
                output_audio = table.Column<int>(nullable: true),
                output_images = table.Column<int>(nullable: true),
                cost_nano = table.Column<long>(nullable: true),
                cost_currency = table.Column<string>(nullable: true),
                cost_as_of = table.Column<string>(nullable: true),
                charged_nano = table.Column<long>(),
                reserved_tokens = table.Column<long>(),
                reserved_nano = table.Column<long>(),
                http_status = table.Column<int>(),
                status = table.Column<string>(),
                error = table.Column<string>(nullable: true),
                attempts = table.Column<int>(),
            },
            constraints: static table => table.PrimaryKey("PK_usage_records", static r => new { r.request, r.answer }));
        migrationBuilder.CreateIndex("IX_usage_records_counted_at", "usage_records", "counted_at");
        migrationBuilder.CreateIndex("IX_usage_records_key", "usage_records", ["key", "counted_at"]);
    }

    private static void CreateSums(MigrationBuilder migrationBuilder)
    {
        string[] key = ["kind", "grain", "start", "group_id"];
        string[] figures =
        [
            .. Figures,
            .. Enumerable.Range(0, Buckets).Select(static i => $"total_{i:00}"),
            .. Enumerable.Range(0, Buckets).Select(static i => $"first_byte_{i:00}"),
        ];
        if (migrationBuilder.ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal))
        {
            // Rows for one question are stored side by side, and are found without a second look-up.
            var columns = key.Concat(figures).Select(static c => $"\"{c}\" INTEGER NOT NULL");
            migrationBuilder.Sql(
                $"CREATE TABLE usage_sums ({string.Join(", ", columns)}, CONSTRAINT \"PK_usage_sums\" PRIMARY KEY "
                + $"({string.Join(", ", key)})) WITHOUT ROWID");
            return;
        }

        var table = new CreateTableOperation
        {
            Name = "usage_sums",
            PrimaryKey = new AddPrimaryKeyOperation { Name = "PK_usage_sums", Table = "usage_sums", Columns = key }
        };
        table.Columns.AddRange(key.Concat(figures).Select(static c => new AddColumnOperation
        {
            Table = "usage_sums",
            Name = c,
            ClrType = c is "kind" or "grain" ? typeof(int) : typeof(long),
        }));
        migrationBuilder.Operations.Add(table);
    }
}

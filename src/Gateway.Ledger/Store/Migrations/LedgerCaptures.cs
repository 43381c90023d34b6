using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Store.Migrations;

/// <summary>Adds the table of captures.</summary>
[DbContext(typeof(LedgerContext))]
[Migration("20261124000003_LedgerCaptures")]
internal sealed class LedgerCaptures : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "captures",
            static table => new
            {
                request = table.Column<byte[]>(),
                counted_at = table.Column<long>(),
                key = table.Column<string>(),
                route = table.Column<string>(),
                model = table.Column<string>(nullable: true),
                body = table.Column<byte[]>(),
                body_cut = table.Column<bool>(),
                answer = table.Column<byte[]>(),
                answer_cut = table.Column<bool>(),
            },
            constraints: static table => table.PrimaryKey("PK_captures", static c => c.request));
        migrationBuilder.CreateIndex("IX_captures_counted_at", "captures", "counted_at");
    }
}

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Store.Migrations;

/// <summary>Adds the marks of a request, and the reason it went where it went.</summary>
[DbContext(typeof(LedgerContext))]
[Migration("20261130000004_LedgerMarks")]
internal sealed class LedgerMarks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("marks", "usage_records", nullable: true);
        migrationBuilder.AddColumn<string>("decision", "usage_records", nullable: true);
    }
}

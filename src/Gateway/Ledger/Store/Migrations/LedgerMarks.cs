using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Store.Migrations;

/// <summary>What of a request is worth telling apart, and why it went where it went.</summary>
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

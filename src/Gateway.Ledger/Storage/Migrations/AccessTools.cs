using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Storage.Migrations;

/// <summary>Adds the column for whether a key's requests may be answered without their tools.</summary>
[DbContext(typeof(AccessContext))]
[Migration("20261130000005_AccessTools")]
internal sealed class AccessTools : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("tools", "keys", nullable: false, defaultValue: "Auto");
}

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Store.Migrations;

/// <summary>Adds the tokens a provider wrote into its cache.</summary>
[DbContext(typeof(LedgerContext))]
[Migration("20261201000006_LedgerAddsCacheWrite")]
internal sealed class LedgerAddsCacheWrite : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => NewCount.Add(migrationBuilder, "cache_write");
}

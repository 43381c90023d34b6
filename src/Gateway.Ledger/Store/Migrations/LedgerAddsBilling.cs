using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Store.Migrations;

/// <summary>
/// Adds the model that is billed, and the counts of answers with a price, of the ages of these, and of answers without one.
/// </summary>
[DbContext(typeof(LedgerContext))]
[Migration("20261201000021_LedgerAddsBilling")]
internal sealed class LedgerAddsBilling : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("billed_model", "usage_records", nullable: true);
        NewCount.Add(migrationBuilder, "priced");
        NewCount.Add(migrationBuilder, "price_age_days");
        NewCount.Add(migrationBuilder, "unpriced");
    }
}

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Store.Migrations;

/// <summary>
/// Adds the billed model, the number of answers with a price, the sum of the ages of their prices, and the number of answers without a
/// price.
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

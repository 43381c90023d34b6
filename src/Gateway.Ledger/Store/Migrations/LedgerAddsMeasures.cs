using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Store.Migrations;

/// <summary>Adds usage that is not tokens.</summary>
[DbContext(typeof(LedgerContext))]
[Migration("20261201000005_LedgerAddsMeasures")]
internal sealed class LedgerAddsMeasures : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        NewCount.Add(migrationBuilder, "pictures");
        NewCount.Add(migrationBuilder, "audio_ms");
        NewCount.Add(migrationBuilder, "video_ms");
        NewCount.Add(migrationBuilder, "characters");
        NewCount.Add(migrationBuilder, "documents");
    }
}

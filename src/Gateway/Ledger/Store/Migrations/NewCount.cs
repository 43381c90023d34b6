using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Store.Migrations;

/// <summary>
/// Adds the columns of a count that is added up. A gateway of an earlier version goes on writing beside one that knows them: its records
/// have none of it, and it adds none to the sums.
/// </summary>
internal static class NewCount
{
    public static void Add(MigrationBuilder migrationBuilder, string name)
    {
        migrationBuilder.AddColumn<int>(name, "usage_records", nullable: true);
        migrationBuilder.AddColumn<long>(name, "usage_sums", defaultValue: 0L);
    }
}

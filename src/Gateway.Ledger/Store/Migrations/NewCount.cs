using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Store.Migrations;

/// <summary>
/// Adds the columns of a new summed count. A gateway of an earlier version keeps writing beside one that knows them: its records lack the
/// count, and it adds nothing to the sums.
/// </summary>
internal static class NewCount
{
    public static void Add(MigrationBuilder migrationBuilder, string name)
    {
        migrationBuilder.AddColumn<int>(name, "usage_records", nullable: true);
        migrationBuilder.AddColumn<long>(name, "usage_sums", defaultValue: 0L);
    }
}

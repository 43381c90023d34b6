using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Alerts.Board;

/// <summary>Creates the table of the board.</summary>
[DbContext(typeof(BoardContext))]
[Migration("20261201000001_BoardInitial")]
internal sealed class BoardInitial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "alert_board",
        static table => new
        {
            id = table.Column<int>(),
            revision = table.Column<long>(),
            document = table.Column<string>(),
        },
        constraints: static table => table.PrimaryKey("PK_alert_board", static b => b.id));
}

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Notes;

/// <summary>Creates the table of notes.</summary>
[DbContext(typeof(NoteContext))]
[Migration("20261201000001_NoteInitial")]
internal sealed class NoteInitial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "notes",
        static table => new
        {
            name = table.Column<string>(),
            revision = table.Column<long>(),
            text = table.Column<string>(),
        },
        constraints: static table => table.PrimaryKey("PK_notes", static n => n.name));
}

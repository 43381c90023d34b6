using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gateway.Ledger.Storage.Migrations;

/// <summary>
/// Creates the first tables. Column types are left to each database, so that one set of migrations serves them all; a test
/// compares the result with the model.
/// </summary>
[DbContext(typeof(AccessContext))]
[Migration("20261124000001_AccessInitial")]
internal sealed class AccessInitial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateKeys(migrationBuilder);
        CreateTeamsAndPolicies(migrationBuilder);
        migrationBuilder.CreateTable(
            "audit",
            static table => new
            {
                number = table.Column<long>(),
                at = table.Column<long>(),
                by = table.Column<string>(),
                from = table.Column<string>(nullable: true),
                action = table.Column<string>(),
                target = table.Column<string>(),
                before = table.Column<string>(nullable: true),
                after = table.Column<string>(nullable: true),
                previous_hash = table.Column<string>(),
                hash = table.Column<string>(),
            },
            constraints: static table => table.PrimaryKey("PK_audit", static a => a.number));
        migrationBuilder.CreateTable(
            "access_stamp",
            static table => new { id = table.Column<int>(), value = table.Column<long>() },
            constraints: static table => table.PrimaryKey("PK_access_stamp", static s => s.id));
        migrationBuilder.Sql("INSERT INTO access_stamp (id, value) VALUES (1, 1)");
        foreach (var statement in AuditGuard.Statements(migrationBuilder.ActiveProvider!))
        {
            migrationBuilder.Sql(statement);
        }
    }

    private static void CreateKeys(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "keys",
            static table => new
            {
                id = table.Column<string>(),
                hash = table.Column<string>(),
                is_peppered = table.Column<bool>(),
                last_four = table.Column<string>(),
                name = table.Column<string>(),
                name_key = table.Column<string>(),
                owner = table.Column<string>(nullable: true),
                team = table.Column<string>(nullable: true),
                role = table.Column<string>(),
                tags = table.Column<string>(),
                models = table.Column<string>(),
                networks = table.Column<string>(),
                is_local_only = table.Column<bool>(),
                is_on_behalf_of = table.Column<bool>(),
                is_disabled = table.Column<bool>(),
                reasoning = table.Column<string>(),
                expires_at = table.Column<long>(nullable: true),
                revoked_at = table.Column<long>(nullable: true),
                limits = table.Column<string>(nullable: true),
                created_at = table.Column<long>(),
                created_by = table.Column<string>(),
                version = table.Column<long>(),
            },
            constraints: static table => table.PrimaryKey("PK_keys", static k => k.id));
        migrationBuilder.CreateIndex("IX_keys_hash", "keys", "hash", unique: true);
        migrationBuilder.CreateIndex("IX_keys_name_key", "keys", "name_key", unique: true);
    }

    private static void CreateTeamsAndPolicies(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "teams",
            static table => new
            {
                name = table.Column<string>(),
                name_key = table.Column<string>(),
                limits = table.Column<string>(nullable: true),
                time_zone = table.Column<string>(nullable: true),
                created_at = table.Column<long>(),
                version = table.Column<long>(),
            },
            constraints: static table => table.PrimaryKey("PK_teams", static t => t.name_key));
        migrationBuilder.CreateTable(
            "quota_policies",
            static table => new
            {
                name = table.Column<string>(),
                name_key = table.Column<string>(),
                per = table.Column<string>(),
                of = table.Column<string>(nullable: true),
                model = table.Column<string>(nullable: true),
                limits = table.Column<string>(nullable: true),
                created_at = table.Column<long>(),
                version = table.Column<long>(),
            },
            constraints: static table => table.PrimaryKey("PK_quota_policies", static p => p.name_key));
    }
}

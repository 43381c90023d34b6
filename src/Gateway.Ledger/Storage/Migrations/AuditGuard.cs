namespace Gateway.Ledger.Storage.Migrations;

/// <summary>
/// Makes the database itself refuse changes to the audit log. A user who may drop tables gets past it, but not past the chain.
/// </summary>
internal static class AuditGuard
{
    public static IEnumerable<string> Statements(string provider) => provider.EndsWith("Sqlite", StringComparison.Ordinal)
        ?
        [
            "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
            "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
        ]
        :
        [
            "CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit log is "
            + "append-only'; END $$",
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION "
            + "audit_append_only()",
        ];
}

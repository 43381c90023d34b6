using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Ledger.Storage;

/// <summary>The questions that the management of keys, teams and rules asks of their tables.</summary>
internal static class AccessQueries
{
    public static Task<bool> IsAnyKeyAsync(this AccessContext tables, Expression<Func<KeyRow, bool>> which, CancellationToken stop) =>
        tables.Keys.AnyAsync(which, stop);

    public static Task<KeyRow?> FindKeyAsync(this AccessContext tables, string id, CancellationToken stop) =>
        tables.Keys.FirstOrDefaultAsync(k => k.Id == id, stop);

    /// <summary>Finds the keys that one maker created, for reading only.</summary>
    public static Task<List<KeyRow>> KeysMadeByAsync(this AccessContext tables, string maker, CancellationToken stop) =>
        tables.Keys.AsNoTracking().Where(k => k.CreatedBy == maker).ToListAsync(stop);

    /// <summary>Finds the team of each key in force that has one.</summary>
    public static Task<List<string>> TeamsOfKeysAsync(this AccessContext tables, CancellationToken stop) =>
        tables.Keys.Where(k => k.Team != null && k.RevokedAt == null).Select(k => k.Team!).ToListAsync(stop);

    public static Task<TeamRow?> FindTeamAsync(this AccessContext tables, string nameKey, CancellationToken stop) =>
        tables.Teams.FirstOrDefaultAsync(t => t.NameKey == nameKey, stop);

    public static Task<PolicyRow?> FindPolicyAsync(this AccessContext tables, string nameKey, CancellationToken stop) =>
        tables.Policies.FirstOrDefaultAsync(p => p.NameKey == nameKey, stop);

    /// <summary>The newest entries of the audit log, newest first.</summary>
    public static Task<List<AuditRow>> LastAuditedAsync(this AccessContext tables, long? before, int count, CancellationToken stop) =>
        tables.Audit.AsNoTracking()
            .Where(a => before == null || a.Number < before).OrderByDescending(static a => a.Number).Take(count).ToListAsync(stop);

    /// <summary>Reads the whole audit log, oldest entry first.</summary>
    public static IAsyncEnumerable<AuditRow> AuditedAsync(this AccessContext tables) =>
        tables.Audit.AsNoTracking().OrderBy(static a => a.Number).AsAsyncEnumerable();
}

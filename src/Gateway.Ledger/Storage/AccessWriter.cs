using Microsoft.EntityFrameworkCore;

namespace Gateway.Ledger.Storage;

/// <summary>One change in progress: the tables, and the audit log entry for it. A change that is not logged is not saved.</summary>
internal sealed class AccessWriter(AccessContext tables, Actor actor, TimeProvider time)
{
    public AccessContext Tables { get; } = tables;

    public string By => actor.By;

    public long Now { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>True when there is something to save.</summary>
    public bool HasTold { get; private set; }

    /// <param name="action">The action, such as <c>key.revoke</c>.</param>
    /// <param name="target">Its target.</param>
    /// <param name="before">The previous state as JSON without secrets.</param>
    /// <param name="after">The new state.</param>
    public async Task TellAsync(string action, string target, string? before, string? after, CancellationToken stop)
    {
        // Writers take turns by the stamp's row, so nobody else appends meanwhile.
        var last = Tables.Audit.Local.MaxBy(a => a.Number)
            ?? await Tables.Audit.AsNoTracking().OrderByDescending(a => a.Number).FirstOrDefaultAsync(stop);
        var (number, previous) = ((last?.Number ?? 0) + 1, last?.Hash ?? AuditChain.Start);
        Tables.Audit.Add(new AuditRow
        {
            Number = number,
            At = Now,
            By = actor.By,
            From = actor.From,
            Action = action,
            Target = target,
            Before = before,
            After = after,
            PreviousHash = previous,
            Hash = AuditChain.HashOf(previous, number, Now, actor.By, actor.From, action, target, before, after),
        });
        HasTold = true;
    }
}

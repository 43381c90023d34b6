using Gateway.Ledger.Storage;

namespace Gateway.Authentication.Management;

/// <summary>Reads the audit log and verifies it.</summary>
internal sealed class AuditLog(StoredAccess access) : IDisposable
{
    // Each holds a connection, and verifying a long log takes a while.
    private readonly SemaphoreSlim _readers = new(2);

    /// <summary>Reads entries, latest first.</summary>
    /// <param name="before">Only entries with a smaller number; null for the latest.</param>
    /// <param name="limit">The number of entries.</param>
    public async Task<Page<AuditView>> ReadAsync(long? before, int limit, CancellationToken stop)
    {
        if (!access.IsThere)
        {
            return new Page<AuditView>([], null);
        }

        await access.RefreshAsync(stop);
        using var turn = await TurnAsync(stop);
        await using var tables = access.Open();
        var rows = await tables.LastAuditedAsync(before, limit + 1, stop);
        var hasMore = rows.Count > limit;
        return new Page<AuditView>([.. rows.Take(limit).Select(AuditView.Of)], hasMore ? $"{rows[limit - 1].Number}" : null);
    }

    public async Task<AuditVerdict> VerifyAsync(CancellationToken stop)
    {
        var (number, previous) = (0L, AuditChain.Start);
        if (!access.IsThere)
        {
            return new AuditVerdict(true, 0, null, previous);
        }

        await access.RefreshAsync(stop);
        using var turn = await TurnAsync(stop);
        await using var tables = access.Open();
        await foreach (var row in tables.AuditedAsync().WithCancellation(stop))
        {
            if (!AuditChain.Holds(row, number + 1, previous))
            {
                return new AuditVerdict(false, number, number + 1, previous);
            }

            (number, previous) = (row.Number, row.Hash);
        }

        return new AuditVerdict(true, number, null, previous);
    }

    public void Dispose() => _readers.Dispose();

    private async Task<Turn> TurnAsync(CancellationToken stop)
    {
        await _readers.WaitAsync(stop);
        return new Turn(_readers);
    }

    private sealed class Turn(SemaphoreSlim readers) : IDisposable
    {
        public void Dispose() => readers.Release();
    }
}

using System.Data.Common;
using Gateway.Configuration;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store.Sums;
using Gateway.Ledger.Store.Writing;

namespace Gateway.Ledger.Store;

/// <summary>Writes the ledger's tables: the records of the last weeks, and the sums of all time.</summary>
internal sealed class UsageStore(LedgerDatabase database, LedgerConfig config)
{
    private readonly int _step = Grain.Of(config.Step);
    private long _written;

    /// <summary>The number of records written.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>True when there is a ledger; without one there is nothing to write to.</summary>
    public bool IsKept => database.IsKept;

    /// <summary>
    /// Stores records and adds them to the sums, all or none. Existing records stay as they are, so a batch may be written twice. Only a
    /// provisional record is replaced by a later one, and its part of the sums with it. Passes on the database's exceptions.
    /// </summary>
    public async Task WriteAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop)
    {
        if (records.Count == 0 || !IsKept)
        {
            return;
        }

        var batch = Once(records);
        var written = await database.RunAsync(connection => WriteAsync(connection, batch, stop), stop);
        Interlocked.Add(ref _written, written);
    }

    private async Task<int> WriteAsync(DbConnection connection, List<UsageRecord> batch, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var rows = LedgerRows.For(database.IsPostgres, connection, transaction);
        var others = await rows.InsertAsync(batch, stop);
        var sums = new SumBatch(_step);
        foreach (var record in batch)
        {
            sums.Add(record);
        }

        foreach (var record in others)
        {
            sums.Add(record, -1);
        }

        var written = batch.Count - others.Count + await ReplaceAsync(rows, others, sums, stop);
        if (written == 0)
        {
            return 0;
        }

        var (groups, changes) = sums.ToRows();
        await rows.AddAsync(groups, changes, stop);
        await transaction.CommitAsync(stop);
        return written;
    }

    // Replaces existing records that were provisional and are now better known.
    private static async Task<int> ReplaceAsync(LedgerRows rows, IReadOnlyList<UsageRecord> others, SumBatch sums, CancellationToken stop)
    {
        var final = others.Where(static r => !r.IsProvisional).ToDictionary(static r => (r.Request, r.Answer));
        if (final.Count == 0)
        {
            return 0;
        }

        var replaced = (await rows.ReadAsync([.. final.Values], stop)).Where(static r => r.IsProvisional).ToList();
        if (replaced.Count == 0)
        {
            return 0;
        }

        await rows.DeleteAsync(replaced, stop);
        var better = replaced.ConvertAll(r => final[(r.Request, r.Answer)]);
        await rows.InsertAsync(better, stop);
        replaced.ForEach(r => sums.Add(r, -1));
        better.ForEach(r => sums.Add(r));
        return better.Count;
    }

    // Sorted by id, so that replicas writing the same records queue up instead of deadlocking. For each id it keeps the first record, or
    // the first final one.
    private static List<UsageRecord> Once(IReadOnlyList<UsageRecord> records)
    {
        var batch = new List<UsageRecord>(records.Count);
        foreach (var record in records.OrderBy(static r => r.Request).ThenBy(static r => r.Answer))
        {
            if (batch.Count == 0 || batch[^1].Request != record.Request || batch[^1].Answer != record.Answer)
            {
                batch.Add(record);
            }
            else if (batch[^1].IsProvisional && !record.IsProvisional)
            {
                batch[^1] = record;
            }
        }

        return batch;
    }
}

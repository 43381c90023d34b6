using System.Runtime.CompilerServices;
using Gateway.Ledger;
using Gateway.Ledger.Queries;

namespace Gateway.Endpoints.Reports;

/// <summary>Asks the ledger, where there is one.</summary>
/// <param name="queries">What can be asked; null: nothing is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class UsageLedger(IUsageQueries? queries, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly UsageReport Nothing = new([], new UsageSums());

    public bool IsThere => queries is not null;

    /// <returns>The answer; null when it would have too many rows.</returns>
    public async Task<UsageReport?> ReportAsync(UsageAsk ask, CancellationToken stop)
    {
        if (ask.IsVoid)
        {
            return Nothing;
        }

        if (UsagePieces.Count(ask.Query) > UsageSurface.MostRows)
        {
            return null;
        }

        var report = await AskAsync(ask.Query with { MostRows = UsageSurface.MostRows + 1 }, stop);
        return report.Rows.Count > UsageSurface.MostRows ? null : report;
    }

    /// <summary>The rows of an answer that may be long, a piece at a time, so that it is never held whole.</summary>
    public async IAsyncEnumerable<UsageRow> RowsAsync(UsageAsk ask, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var piece in ask.IsVoid ? [] : UsagePieces.Of(ask.Query))
        {
            foreach (var row in (await AskAsync(piece, stop)).Rows)
            {
                yield return row;
            }
        }
    }

    public IAsyncEnumerable<UsageRecord> RecordsAsync(UsageAsk ask, UsagePlace? before, CancellationToken stop) =>
        ask.IsVoid ? AsyncEnumerable.Empty<UsageRecord>() : queries!.RecordsAsync(ask.Filter, before, stop);

    // A database that hangs must not keep who asks.
    private async Task<UsageReport> AskAsync(UsageQuery query, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await queries!.ReportAsync(query, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException($"The ledger did not answer within {Limit.TotalSeconds:0} seconds.");
        }
    }
}

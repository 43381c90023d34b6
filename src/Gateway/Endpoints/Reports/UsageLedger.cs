using System.Runtime.CompilerServices;
using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Ledger.Storage;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints.Reports;

/// <summary>Queries the ledger, if there is one.</summary>
/// <param name="queries">The possible queries.</param>
/// <param name="config">Says whether anything is kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs failures.</param>
internal sealed partial class UsageLedger(IUsageQueries queries, ConfigStore config, TimeProvider time, ILogger<UsageLedger> logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // Changing it needs a restart.
    private readonly bool _isKept = config.Current.Storage?.Provider != StorageProvider.None;

    public ApiError? WhyNot => _isKept ? null : ApiErrors.NoLedger();

    /// <summary>Reads a report as a whole.</summary>
    public async Task<Managed<UsageReport>> ReportAsync(UsageAsk ask, CancellationToken stop)
    {
        if (ask.IsVoid)
        {
            return new UsageReport([], new UsageSums());
        }

        if (UsagePieces.Count(ask.Query) > UsageSurface.MostRows)
        {
            return ApiErrors.TooManyRows(UsageSurface.MostRows);
        }

        var query = ask.Query with { MostRows = UsageSurface.MostRows + 1 };
        var report = await TryAsync(token => queries.ReportAsync(query, token), stop);
        return report.Value is { Rows.Count: > UsageSurface.MostRows } ? ApiErrors.TooManyRows(UsageSurface.MostRows) : report;
    }

    /// <summary>Reads some records, newest first.</summary>
    public Task<Managed<List<UsageRecord>>> PageAsync(UsageAsk ask, UsagePlace? before, int count, CancellationToken stop) =>
        TryAsync(async token => await RecordsAsync(ask, before, token).Take(count).ToListAsync(token), stop);

    /// <summary>Reads the rows of a possibly long report in pieces, so that it is never held whole.</summary>
    public async IAsyncEnumerable<UsageRow> RowsAsync(UsageAsk ask, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var piece in ask.IsVoid ? [] : UsagePieces.Of(ask.Query))
        {
            foreach (var row in (await LimitedAsync(token => queries.ReportAsync(piece, token), stop)).Rows)
            {
                yield return row;
            }
        }
    }

    public IAsyncEnumerable<UsageRecord> RecordsAsync(UsageAsk ask, UsagePlace? before, CancellationToken stop) =>
        ask.IsVoid ? AsyncEnumerable.Empty<UsageRecord>() : queries.RecordsAsync(ask.Filter, before, stop);

    /// <summary>Runs a query, and returns an error when the ledger fails or hangs.</summary>
    public async Task<Managed<T>> TryAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken stop)
        where T : class
    {
        try
        {
            return await LimitedAsync(ask, stop);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            Log.Failed(logger, DatabaseFault.Text(e));
            return ApiErrors.StorageAway();
        }
    }

    // A hanging database must not keep the caller waiting.
    private async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await ask(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException($"The ledger did not answer within {Limit.TotalSeconds:0} seconds.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5200, LogLevel.Error, "What was used could not be told, since the ledger's database failed: {Problem}")]
        public static partial void Failed(ILogger logger, string problem);
    }
}

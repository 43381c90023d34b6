using System.Data.Common;
using Gateway.Authentication;
using Gateway.Endpoints.Reports;
using Gateway.Ledger.Queries;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Runtime;

namespace Gateway.Endpoints;

/// <summary><c>GET /v1/usage</c>: what was used with the key that asks, and nothing of others.</summary>
internal sealed partial class UsageEndpoint(SnapshotStore store, UsageLedger ledger, TimeProvider time, ILogger<UsageEndpoint> logger)
{
    private static readonly UsageSurface Surface = new(
        [UsageDimension.Model, UsageDimension.Tag, UsageDimension.Backend, UsageDimension.Client, UsageDimension.Status], IsSums: true)
    { DefaultGroup = [UsageDimension.Model] };

    public async Task HandleAsync(HttpContext context)
    {
        var snapshot = store.Current;
        var error = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        GatewayRequest.Of(context).Caller = caller;
        var settings = UsageSettings.Of(snapshot.Config, time);
        var scope = UsageScope.Of(caller);
        error ??= ledger.IsThere ? null : ApiErrors.NoLedger();
        UsageAsk? ask = null;
        error ??= new UsageQuestion(context.Request.Query, Surface).TryRead(settings, scope, out ask);
        if (error is null)
        {
            var (report, away) = await ReportAsync(ask!, context.RequestAborted);
            if (report is not null)
            {
                await JsonResponse.WriteAsync(context, json => UsageReportJson.Write(json, report, ask!, settings.Currency));
                return;
            }

            error = away;
        }

        await ErrorResponse.WriteAsync(context, error!);
    }

    private async Task<(UsageReport? Report, ApiError? Error)> ReportAsync(UsageAsk ask, CancellationToken stop)
    {
        try
        {
            var report = await ledger.ReportAsync(ask, stop);
            return (report, report is null ? ApiErrors.TooManyRows(UsageSurface.MostRows) : null);
        }
        catch (Exception e) when (e.GetBaseException() is DbException or TimeoutException)
        {
            Log.LedgerFailed(logger, e.GetBaseException().Message.ReplaceLineEndings(" "));
            return (null, ApiErrors.LedgerAway());
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5200, LogLevel.Error, "What a key used could not be told, since the ledger's database failed: {Problem}")]
        public static partial void LedgerFailed(ILogger logger, string problem);
    }
}

using Gateway.Authentication.Management;
using Gateway.Configuration.Loading;
using Gateway.Endpoints.Reports;
using Gateway.Http;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Handles <c>/admin/v1/usage</c>: sums of usage and single requests. The role of the key decides whose.</summary>
internal sealed class UsageRoutes(UsageLedger ledger, ConfigStore config, TimeProvider time)
{
    private const string Sums = "/admin/v1/usage";

    private static readonly UsageSurface SumSurface = new(ReportWords.Dimensions, IsSums: true);

    private static readonly UsageSurface RecordSurface = new(ReportWords.Dimensions, IsSums: false, UsageRequestId.Parameter,
        new("limit", $"How many, up to {Paging.Most}. Default: 50."), new("after", "The 'next' of the page before."));

    public IEnumerable<AdminRoute> All() =>
    [
        new(
            "GET", Sums, AdminAccess.Member,
            "Sums what was used by those who are the caller's business: of a member its owner, of a lead its team, of an admin all.",
            SumAsync)
        { Queries = SumSurface.Parameters },
        new(
            "GET", Sums + "/requests", AdminAccess.Member,
            "Lists the single requests of the same, newest first, for as long as they are kept (ledger.keepRequests).", ListAsync)
        { Queries = RecordSurface.Parameters },
        new(
            "GET", Sums + "/export", AdminAccess.Member,
            "Writes the sums, or with of=requests the single requests, into a file without a bound on its length. An answer that breaks "
            + "off has no end of its transfer, and as JSON no closing bracket.", ExportAsync)
        { Queries = UsageExport.SumSurface.Parameters, MediaTypes = UsageExport.MediaTypes },
    ];

    private async Task SumAsync(AdminCall call)
    {
        if (await ReadAsync(call, SumSurface) is not var (ask, settings))
        {
            return;
        }

        var report = await ledger.ReportAsync(ask, call.Stop);
        await (report.Value is { } value
            ? JsonResponse.WriteAsync(call.Context, json => UsageReportJson.Write(json, value, ask, settings.Currency))
            : call.RefuseAsync(report.Error!));
    }

    private async Task ListAsync(AdminCall call)
    {
        if (await ReadAsync(call, RecordSurface) is not var (ask, settings))
        {
            return;
        }

        var wrongPlace = UsageCursor.TryRead(call.Context.Request.Query["after"].ToString(), out var before);
        var (limit, error) = Paging.Limit(call.Context.Request);
        error ??= wrongPlace;
        var page = error is null ? await ledger.PageAsync(ask, before, limit + 1, call.Stop) : error;
        await (page.Value is { } records
            ? JsonResponse.WriteAsync(call.Context, json => UsagePageJson.Write(json, records, limit, settings.Currency, ask.Query.Zone))
            : call.RefuseAsync(page.Error!));
    }

    private async Task ExportAsync(AdminCall call)
    {
        var export = new UsageExport(call.Context);
        if (export.Error is { } error)
        {
            await call.RefuseAsync(error);
        }
        else if (await ReadAsync(call, export.Surface) is var (ask, settings))
        {
            await (export.IsOfRecords
                ? export.WriteAsync(
                    ledger.RecordsAsync(ask, null, call.Stop), UsageExport.SomeRecord,
                    (cells, record) => UsageColumns.Write(cells, record, settings.Currency, ask.Query.Zone), ask)
                : export.WriteAsync(
                    ledger.RowsAsync(ask, call.Stop), UsageExport.SomeRow(ask), (cells, row) => UsageColumns.Write(cells, row, ask), ask));
        }
    }

    /// <returns>The question; null after the caller was told why there is none.</returns>
    private async Task<(UsageAsk Ask, UsageSettings Settings)?> ReadAsync(AdminCall call, UsageSurface surface)
    {
        var settings = UsageSettings.Of(config.Current, time);
        var query = call.Context.Request.Query;
        UsageAsk? ask = null;
        var error = ledger.WhyNot ?? new UsageQuestion(query, surface).TryRead(settings, UsageScope.Of(call.Manager), out ask);
        error ??= UsageRequestId.TryRead(query, settings, ref ask);
        if (error is null)
        {
            return (ask!, settings);
        }

        await call.RefuseAsync(error);
        return null;
    }
}

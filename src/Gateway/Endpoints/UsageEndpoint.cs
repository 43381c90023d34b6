using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Endpoints.Reports;
using Gateway.Http;
using Gateway.Ledger.Records;
using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints;

/// <summary>Serves <c>GET /v1/usage</c>: the usage of the key that asks, and of no other.</summary>
internal sealed class UsageEndpoint(SnapshotStore store, UsageLedger ledger, TimeProvider time)
{
    private static readonly UsageSurface Surface = new(
        [UsageDimension.Model, UsageDimension.Tag, UsageDimension.Backend, UsageDimension.Client, UsageDimension.Status], IsSums: true)
    { DefaultGroup = [UsageDimension.Model] };

    public async Task HandleAsync(HttpContext context)
    {
        var snapshot = store.Current;
        var error = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        Inquiry.Of(context).Caller = caller;
        if ((error ?? ledger.WhyNot) is { } refusal)
        {
            await ErrorResponse.WriteAsync(context, refusal);
            return;
        }

        var settings = UsageSettings.Of(snapshot.Config, time);
        if (new UsageQuestion(context.Request.Query, Surface).TryRead(settings, UsageScope.Of(caller), out var ask) is { } wrong)
        {
            await ErrorResponse.WriteAsync(context, wrong);
            return;
        }

        var report = await ledger.ReportAsync(ask, context.RequestAborted);
        await (report.Value is { } value
            ? JsonResponse.WriteAsync(context, json => UsageReportJson.Write(json, value, ask, settings.Currency))
            : ErrorResponse.WriteAsync(context, report.Error!));
    }
}

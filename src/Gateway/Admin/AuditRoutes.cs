using System.Globalization;
using Gateway.Authentication.Management;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Handles <c>/admin/v1/audit</c>.</summary>
internal sealed class AuditRoutes(AuditLog log)
{
    public IEnumerable<AdminRoute> All() =>
    [
        new("GET", "/admin/v1/audit", AdminAccess.Admin, "Lists every change of keys, teams and quotas, the latest first.", ListAsync)
        { Answer = typeof(Page<AuditView>), IsPaged = true },
        new(
            "GET", "/admin/v1/audit/verify", AdminAccess.Admin,
            "Says whether the log is as it was written, and which entry is the first that is not.", VerifyAsync)
        { Answer = typeof(AuditVerdict) },
    ];

    private async Task ListAsync(AdminCall call)
    {
        var (limit, error) = Paging.Limit(call.Context.Request);
        var after = call.Context.Request.Query["after"].ToString();
        long number = 0;
        if (after.Length > 0 && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            error ??= ApiErrors.InvalidValue("after", "must be the 'next' of the page before.");
        }

        await (error is null
            ? call.AnswerAsync(await log.ReadAsync(after.Length > 0 ? number : null, limit, call.Stop), ReadableJson.Context.PageAuditView)
            : call.RefuseAsync(error));
    }

    private async Task VerifyAsync(AdminCall call) =>
        await call.AnswerAsync(await log.VerifyAsync(call.Stop), ReadableJson.Context.AuditVerdict);
}

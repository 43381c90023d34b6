using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Authentication.Management;
using Gateway.Endpoints.Reports;
using Gateway.Http;
using Gateway.Ledger.Captures;
using Gateway.Ledger.Store.Tables;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Shows captured prompts and answers. Only for admins: what a team writes is not its lead's business.</summary>
internal sealed partial class CaptureRoutes(CaptureStore store, UsageLedger ledger, ILogger<CaptureRoutes> logger)
{
    public IEnumerable<AdminRoute> All() =>
    [
        new(
            "GET", "/admin/v1/usage/requests/{id}/capture", AdminAccess.Admin,
            "Tells what one request said and what it was answered, where its route has 'capture: true', until ledger.keepCaptures is "
            + "over. Who reads it is logged.", GetAsync),
    ];

    private async Task GetAsync(AdminCall call)
    {
        var text = call.Parameter("id");
        if (ledger.WhyNot is { } none)
        {
            await call.RefuseAsync(none);
            return;
        }

        if (!UsageRequestId.TryParse(text, out var id))
        {
            await call.RefuseAsync(ApiErrors.CaptureNotFound(text.Length <= 64 ? text : text[..64]));
            return;
        }

        var found = await ledger.TryAsync(stop => store.FindAsync(id, stop), call.Stop);
        if (found.Value is not [var capture])
        {
            await call.RefuseAsync(found.Error ?? ApiErrors.CaptureNotFound($"{id:N}"));
            return;
        }

        Log.Read(logger, $"{id:N}", call.Manager.Actor.By);
        await JsonResponse.WriteAsync(call.Context, json => Write(json, capture));
    }

    private static void Write(Utf8JsonWriter json, CapturedRequest capture)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, $"{capture.Request:N}");
        json.WriteString(
            "counted_at"u8,
            DateTimeOffset.FromUnixTimeMilliseconds(capture.CountedAt).ToString(
                "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("key"u8, capture.Key);
        json.WriteString("route"u8, capture.Route);
        json.WriteString("model"u8, capture.Model);
        // As text rather than as the JSON it usually is: it may be cut, and is shown as it came.
        json.WriteString("request"u8, Encoding.UTF8.GetString(capture.Body));
        json.WriteBoolean("request_cut"u8, capture.IsBodyCut);
        json.WriteString("answer"u8, Encoding.UTF8.GetString(capture.Answer));
        json.WriteBoolean("answer_cut"u8, capture.IsAnswerCut);
        json.WriteEndObject();
    }

    private static partial class Log
    {
        [LoggerMessage(6103, LogLevel.Warning, "The capture of request {Id} was read by {Key}.")]
        public static partial void Read(ILogger logger, string id, string key);
    }
}

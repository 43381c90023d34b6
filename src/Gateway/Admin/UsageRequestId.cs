using Gateway.Endpoints.Reports;
using Gateway.Ledger.Queries;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Reads the parameter <c>id</c>: one request, by the id its client got in <c>x-request-id</c>.</summary>
internal static class UsageRequestId
{
    public static QueryParameter Parameter { get; } =
        new(
            "id",
            "Only the request with this id, as x-request-id told it; all of its answers. It is looked for at all times if none is named.");

    // A record's id that somebody copied also includes the number of the answer.
    public static bool TryParse(string text, out Guid id) =>
        Guid.TryParse(text.AsSpan(0, text.IndexOf(':') is var colon and >= 0 ? colon : text.Length), out id);

    public static ApiError? TryRead(IQueryCollection query, UsageSettings settings, ref UsageAsk? ask)
    {
        var text = query[Parameter.Name].ToString();
        if (text.Length == 0 || ask is null)
        {
            return null;
        }

        if (!TryParse(text, out var id))
        {
            return ApiErrors.InvalidValue(
                Parameter.Name, "is no request's id. Send what the gateway answered in x-request-id, 32 hexadecimal digits.");
        }

        var isAnyTime = !query.ContainsKey("from") && !query.ContainsKey("to") && !query.ContainsKey("last");
        var filter = ask.Filter with { Request = id };
        filter = isAnyTime ? filter with { From = DateTimeOffset.UnixEpoch, To = settings.Now.AddDays(1) } : filter;
        ask = ask with { Query = ask.Query with { Filter = filter } };
        return null;
    }
}

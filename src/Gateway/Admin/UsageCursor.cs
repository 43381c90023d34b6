using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Encodes the position in the list of requests where the next page begins, as an opaque word.</summary>
internal static class UsageCursor
{
    public static string Of(UsageRecord record) =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{record.CountedAt}:{record.Request:N}:{record.Answer}")));

    /// <param name="text">The word; empty for none.</param>
    /// <param name="place">The position; null to start at the newest.</param>
    public static ApiError? TryRead(string text, out UsagePlace? place)
    {
        place = null;
        if (text.Length == 0)
        {
            return null;
        }

        var parts = Base64Url.IsValid(text) ? Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split(':') : [];
        if (parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            && Guid.TryParseExact(parts[1], "N", out var request)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var answer))
        {
            place = new UsagePlace(at, request, answer);
            return null;
        }

        return ApiErrors.InvalidValue("after", "must be the 'next' of the page before.");
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Gateway.Authentication.Management;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Reads which part of a list is requested. No list is ever returned whole.</summary>
internal static class Paging
{
    public const int Most = 200;
    private const int Usual = 50;

    /// <returns>The number of items, or what is wrong with the request.</returns>
    public static (int Limit, ApiError? Error) Limit(HttpRequest request)
    {
        var text = request.Query["limit"].ToString();
        return text.Length == 0 ? (Usual, null)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most
                ? (limit, null)
            : (0, ApiErrors.InvalidValue("limit", $"must be a whole number from 1 to {Most}."));
    }

    /// <param name="call">The request.</param>
    /// <param name="items">The list, ordered by its keys.</param>
    /// <param name="keyOf">The unique key the items are ordered by.</param>
    public static Managed<Page<T>> Of<T>(AdminCall call, IReadOnlyList<T> items, Func<T, string> keyOf)
    {
        var (limit, error) = Limit(call.Context.Request);
        if (error is not null)
        {
            return error;
        }

        var after = call.Context.Request.Query["after"].ToString();
        if (after.Length > 0 && !Base64Url.IsValid(after))
        {
            return ApiErrors.InvalidValue("after", "must be the 'next' of the page before.");
        }

        var from = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(after));
        var rest = items.OrderBy(keyOf, StringComparer.Ordinal).Where(i => string.CompareOrdinal(keyOf(i), from) > 0).Take(limit + 1)
            .ToList();
        var page = rest.Take(limit).ToList();
        return new Page<T>(page, rest.Count > limit ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(keyOf(page[^1]))) : null);
    }
}

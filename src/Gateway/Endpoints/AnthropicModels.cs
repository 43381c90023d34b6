using System.Globalization;
using System.Text.Json;
using Gateway.Routing.Routes;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints;

/// <summary>Lists models as Anthropic's clients read them: in pages when they ask for pages, otherwise whole.</summary>
internal static class AnthropicModels
{
    private const int MaxLimit = 1000;

    /// <returns>What is wrong with the question; null when there is a page.</returns>
    public static ApiError? Page(IQueryCollection query, IReadOnlyList<Route> all, out AnthropicPage page)
    {
        page = default;
        var (limit, after, before) = (query["limit"].ToString(), query["after_id"].ToString(), query["before_id"].ToString());
        if (!TryLimit(limit, out var most))
        {
            return ApiErrors.InvalidValue("limit", $"is '{limit}'. Send a whole number from 1 to {MaxLimit}, or none for all.");
        }

        if (after.Length > 0 && before.Length > 0)
        {
            return ApiErrors.InvalidValue("before_id", "cannot stand beside 'after_id'. Send one of them.");
        }

        var (name, id) = after.Length > 0 ? ("after_id", after) : ("before_id", before);
        var at = id.Length > 0 ? IndexOf(all, id) : -1;
        if (id.Length > 0 && at < 0)
        {
            return ApiErrors.InvalidValue(name, $"is '{id}', which is not in the list.");
        }

        // Backwards it is the items just before that one, and "more" means more before them.
        var (start, end) = before.Length > 0 ? (Math.Max(0, at - most), at) : (at + 1, Math.Min(all.Count, at + 1 + most));
        page = new AnthropicPage([.. all.Skip(start).Take(end - start)], before.Length > 0 ? start > 0 : end < all.Count);
        return null;
    }

    public static void Write(Utf8JsonWriter json, AnthropicPage page, DateTimeOffset created)
    {
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var route in page.Routes)
        {
            Write(json, route, created);
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, page.HasMore);
        json.WriteString("first_id"u8, page.Routes is [var first, ..] ? first.Name : null);
        json.WriteString("last_id"u8, page.Routes is [.., var last] ? last.Name : null);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Route route, DateTimeOffset created)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "model"u8);
        json.WriteString("id"u8, route.Name);
        json.WriteString("display_name"u8, route.Name);
        json.WriteString("created_at"u8, created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static bool TryLimit(string text, out int limit)
    {
        limit = int.MaxValue / 2;
        return text.Length == 0
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit);
    }

    private static int IndexOf(IReadOnlyList<Route> all, string id)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Name.Equals(id, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}

using Gateway.Routing.Names;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints.Reports;

/// <summary>Finds time zones by names from outside.</summary>
internal static class UsageZones
{
    public static ApiError? TryRead(string? name, TimeZoneInfo usual, out TimeZoneInfo zone)
    {
        // An unescaped plus is a space.
        name = name?.Replace(' ', '+');
        var found = name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var named) ? named : null;
        zone = found ?? usual;
        if (name is null || found is not null)
        {
            return null;
        }

        var nearest = NearestNames.Find(
            name,
            TimeZoneInfo.GetSystemTimeZones().Select(static z => z.Id).Where(
                static id => !id.StartsWith("posix", StringComparison.Ordinal)));
        return ApiErrors.InvalidValue(
            "tz",
            $"is '{name}', which is no time zone.{(nearest.Count > 0 ? $" Did you mean {string.Join(" or ", nearest)}?" : "")} Write an "
            + $"IANA name such as UTC, Asia/Shanghai or Europe/Berlin.");
    }
}

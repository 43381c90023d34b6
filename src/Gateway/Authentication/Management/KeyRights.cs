using System.Globalization;
using System.Net;
using Gateway.Configuration;
using Gateway.Configuration.Binding;
using Gateway.Ledger.Storage;
using Gateway.Wire.Errors;

namespace Gateway.Authentication.Management;

/// <summary>Decides whether a caller may make or change a key: no key can do more than its maker.</summary>
internal static class KeyRights
{
    /// <summary>Decides whether a manager may change this key in its current state.</summary>
    public static ApiError? WhyNotTouch(Manager manager, KeyView key) =>
        manager.Is(key) || manager.Role == KeyRole.Admin || key.Role == KeyRole.Member
            ? null
            : ApiErrors.NotAllowed($"Keys of the role {Name(key.Role)} are changed by admins and by their own holders.");

    /// <summary>Decides whether a manager may have such a key exist.</summary>
    /// <param name="manager">The caller.</param>
    /// <param name="spec">The key.</param>
    /// <param name="names">The meaning of names.</param>
    public static ApiError? WhyNot(Manager manager, KeySpec spec, NamedModels names)
    {
        if (manager.Key is not { } own)
        {
            return null;
        }

        if (manager.Role != KeyRole.Admin)
        {
            if (spec.Role != KeyRole.Member)
            {
                return ApiErrors.NotAllowed($"Only admins give the role {Name(spec.Role)}.");
            }

            if (!string.Equals(spec.Team, own.Team, StringComparison.OrdinalIgnoreCase)
                || (manager.Role == KeyRole.Lead && own.Team is null))
            {
                return ApiErrors.NotAllowed("Only admins give keys to another team than their own, or to none.");
            }
        }

        if (spec.OnBehalfOf && manager.Role != KeyRole.Admin)
        {
            return ApiErrors.NotAllowed("Only admins make keys that speak for others (onBehalfOf).");
        }

        return WhyBeyond(own, spec, names) is { } what
            ? ApiErrors.NotAllowed($"The key would reach beyond the one that makes it: {what}.")
            : null;
    }

    /// <summary>
    /// Decides whether a manager may give away this much. The keys it made may together use no more than the manager itself may. What it
    /// gave and took back may have been used, so it counts until its day or month is over.
    /// </summary>
    /// <param name="manager">The caller.</param>
    /// <param name="spec">The changed key.</param>
    /// <param name="given">The other keys it made.</param>
    /// <param name="now">The current time in milliseconds since 1970.</param>
    public static ApiError? WhyTooMuch(Manager manager, KeySpec spec, IReadOnlyList<KeyRow> given, long now)
    {
        foreach (var (name, limit) in LimitFields.Of(manager.Key?.Limits))
        {
            var others = given.Where(k => k.RevokedAt is not { } end || end > now - KeptFor(name))
                .Sum(k => LimitFields.Of(StoredLimits.Read(k.Limits)).FirstOrDefault(l => l.Name == name).Value);
            if (others + LimitFields.Of(spec.Limits).FirstOrDefault(l => l.Name == name).Value > limit)
            {
                return ApiErrors.NotAllowed(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The keys that you make may use as much together as your own: {name} of {limit}. {Math.Max(0, limit - others)} of "
                    + $"it is left to give."));
            }
        }

        return null;
    }

    /// <summary>
    /// Refuses to let a manager raise a limit of a key that another manager made, since the raise would not count as given away.
    /// </summary>
    public static ApiError? WhyRaised(Manager manager, KeySpec before, KeySpec after)
    {
        foreach (var (name, _) in LimitFields.Of(manager.Key?.Limits))
        {
            if (LimitFields.Of(before.Limits).FirstOrDefault(l => l.Name == name) is { Name: not null } old
                && LimitFields.Of(after.Limits).FirstOrDefault(l => l.Name == name).Value > old.Value)
            {
                return ApiErrors.NotAllowed($"Another made this key: who did, or an admin, raises its {name}.");
            }
        }

        return null;
    }

    private static double KeptFor(string limit) =>
        limit.EndsWith("PerMonth", StringComparison.Ordinal) ? TimeSpan.FromDays(31).TotalMilliseconds
        : limit.EndsWith("PerDay", StringComparison.Ordinal) ? TimeSpan.FromDays(1).TotalMilliseconds
        : TimeSpan.FromMinutes(1).TotalMilliseconds;

    private static string? WhyBeyond(ApiKey own, KeySpec spec, NamedModels names) => true switch
    {
        _ when !own.Rights.Cover(NameRights.Of(spec.Tags, spec.Models), names.OneFor) =>
            $"its tags and models must be some of {string.Join(", ", own.Rights.Names)}",
        _ when own.LocalOnly && !spec.LocalOnly => "it must be localOnly",
        _ when own.Expires is { } end && (spec.Expires is null || spec.Expires > end) => $"it must expire by {end:yyyy-MM-ddTHH:mm:ssZ}",
        _ when !own.Networks.IsEmpty && (spec.Networks.Count == 0 || !spec.Networks.All(n => IsWithin(n, own.Networks))) =>
            $"its networks must lie in {string.Join(", ", own.Networks)}",
        _ => WhyMore(own.Limits, spec.Limits),
    };

    private static bool IsWithin(string network, IEnumerable<IPNetwork> own) =>
        IPNetwork.TryParse(network, out var inner) && own.Any(o => o.PrefixLength <= inner.PrefixLength && o.Contains(inner.BaseAddress));

    private static string? WhyMore(QuotaLimitsConfig? own, QuotaLimitsConfig? wanted)
    {
        foreach (var (name, limit) in LimitFields.Of(own))
        {
            if (LimitFields.Of(wanted).FirstOrDefault(w => w.Name == name) is not { Name: not null } other || other.Value > limit)
            {
                return string.Create(CultureInfo.InvariantCulture, $"its {name} must be limited to {limit} or less");
            }
        }

        return null;
    }

    private static string Name(KeyRole role) => ScalarParser.Format(role);
}

using System.Net;
using Gateway.Configuration;
using Gateway.Protocol;

namespace Gateway.Authentication.Management;

/// <summary>Says whether a key may be made or changed by whoever asks: nothing that anyone makes can do more than its maker.</summary>
internal static class KeyRights
{
    /// <summary>Whether a manager may change this key as it stands.</summary>
    public static ApiError? WhyNotTouch(Manager manager, KeyView key) =>
        manager.Is(key) || manager.Role == KeyRole.Admin || key.Role == KeyRole.Member
            ? null
            : ApiErrors.NotAllowed($"Keys of the role {Name(key.Role)} are changed by admins and by their own holders.");

    /// <summary>Whether a manager may have such a key in the world.</summary>
    public static ApiError? WhyNot(Manager manager, KeySpec spec)
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

            if (!string.Equals(spec.Team, own.Team, StringComparison.OrdinalIgnoreCase) || (manager.Role == KeyRole.Lead && own.Team is null))
            {
                return ApiErrors.NotAllowed("Only admins give keys to another team than their own, or to none.");
            }
        }

        if (spec.OnBehalfOf && manager.Role != KeyRole.Admin)
        {
            return ApiErrors.NotAllowed("Only admins make keys that speak for others (onBehalfOf).");
        }

        return WhyBeyond(own, spec) is { } what ? ApiErrors.NotAllowed($"The key would reach beyond the one that makes it: {what}.") : null;
    }

    private static string? WhyBeyond(ApiKey own, KeySpec spec) => true switch
    {
        _ when !own.Rights.Cover(NameRights.Of(spec.Tags, spec.Models)) => $"its tags and models must be some of {string.Join(", ", own.Rights.Names)}",
        _ when own.LocalOnly && !spec.LocalOnly => "it must be localOnly",
        _ when own.Expires is { } end && (spec.Expires is null || spec.Expires > end) => $"it must expire by {end:yyyy-MM-ddTHH:mm:ssZ}",
        _ when !own.Networks.IsEmpty && (spec.Networks.Count == 0 || !spec.Networks.All(n => IsWithin(n, own.Networks))) => $"its networks must lie in {string.Join(", ", own.Networks)}",
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
                return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"its {name} must be limited to {limit} or less");
            }
        }

        return null;
    }

    private static string Name(KeyRole role) => Configuration.Binding.ScalarParser.Format(role);
}

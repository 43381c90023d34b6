using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Runtime;

/// <summary>
/// The oldest runtime that may face the network: 10.0.0 RC 2, the first with the fix for CVE-2025-55315, in which a chunk extension
/// smuggled a second request past every check of the first.
/// </summary>
internal static class RuntimeFloor
{
    private static readonly Version Fixed = new(10, 0, 0);

    /// <summary>The server's own version; the runtime beneath it may have another.</summary>
    public static string? Installed =>
        typeof(KestrelServerOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    /// <param name="installed">Such as <c>10.0.0-rc.1.25451.107+commit</c>; null when unknown.</param>
    /// <returns>Why the gateway must not start on it; null when it may.</returns>
    public static string? Refuse(string? installed) => IsFixed(installed ?? "")
        ? null
        : $"The ASP.NET Core runtime {(installed is null ? "of unknown version" : installed.Split('+')[0])} lets a client smuggle "
            + $"requests past this gateway's checks (CVE-2025-55315). "
            + "Install the ASP.NET Core runtime 10.0.0 or a later 10.0: https://dotnet.microsoft.com/download/dotnet/10.0";

    private static bool IsFixed(string installed)
    {
        var parts = installed.Split('+')[0].Split('-', 2);
        if (!Version.TryParse(parts[0], out var version) || version < Fixed)
        {
            return false;
        }

        return version > Fixed || parts.Length == 1 || IsSecondCandidateOrLater(parts[1].Split('.'));
    }

    // Previews came before the release, then rc.1 and rc.2.
    private static bool IsSecondCandidateOrLater(string[] label) => label switch
    {
        ["rc", var number, ..] =>
            int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var candidate) && candidate >= 2,
        ["rtm" or "servicing", ..] => true,
        _ => false,
    };
}

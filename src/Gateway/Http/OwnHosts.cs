using System.Net;

namespace Gateway.Http;

/// <summary>
/// Says which hosts mean this machine and nothing else. A browser takes a page by its name: whoever owns a name in the public DNS can
/// make it mean 127.0.0.1, and then the page reads what answers there as its own (DNS rebinding). These names nobody else can own.
/// </summary>
internal static class OwnHosts
{
    // How containers name the machine they run on. '.internal' is kept out of the public DNS.
    private static readonly string[] SeenFromContainers =
        ["host.docker.internal", "gateway.docker.internal", "host.containers.internal", "host.orb.internal", "host.lima.internal", "host.rancher-desktop.internal"];

    // Endings that nobody can register: kept for machines at hand, or in use for them and never to be given away.
    private static readonly string[] NotInPublicDns = [".local", ".internal", ".lan", ".home", ".corp", ".home.arpa", ".intranet", ".private", ".svc", ".test"];

    /// <summary>
    /// The host that a request names, as it was sent. The framework's own property reads a name of other alphabets into them, and throws at
    /// one that only looks like it.
    /// </summary>
    public static HostString Of(HttpRequest request) => new(request.Headers.Host.ToString());

    /// <param name="host">A host without a port, as a Host header or an address has it.</param>
    public static bool IsThisMachine(string host)
    {
        var name = WithoutDot(host);
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            // Reserved by RFC 6761; browsers resolve it to this machine without asking anybody.
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var ip) && IPAddress.IsLoopback(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip));
    }

    /// <summary>The same, and the names by which containers reach this machine.</summary>
    public static bool IsThisMachineOrItsContainers(string host) =>
        IsThisMachine(host) || SeenFromContainers.Contains(WithoutDot(host).ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The same, and every other host that no stranger can make his own: an address, a name without a dot, a name of a network's own.</summary>
    public static bool IsNobodyElses(string host)
    {
        var name = WithoutDot(host);
        return IsThisMachine(host) || IPAddress.TryParse(name, out _) || (!name.IsEmpty && !name.Contains('.')) || EndsPrivately(name);
    }

    /// <summary>Whether an address, such as one of the configuration, has this host.</summary>
    public static bool IsHostOf(string address, string host) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && WithoutDot(uri.Host).Equals(WithoutDot(host), StringComparison.OrdinalIgnoreCase);

    private static bool EndsPrivately(ReadOnlySpan<char> name)
    {
        foreach (var ending in NotInPublicDns)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // The dot at the end says that a name is whole, and changes nothing of what it means.
    private static ReadOnlySpan<char> WithoutDot(string host) => host.EndsWith('.') ? host.AsSpan(0, host.Length - 1) : host;
}

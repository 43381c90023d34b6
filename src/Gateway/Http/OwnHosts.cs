using System.Net;

namespace Gateway.Http;

/// <summary>
/// Decides which hosts mean this machine and nothing else. A browser identifies a page by its host name. The owner of a public DNS name can
/// point it at 127.0.0.1, and a page of that name may then read whatever answers there (DNS rebinding). Nobody else can own the names
/// listed here.
/// </summary>
internal static class OwnHosts
{
    // The names by which containers reach their host. '.internal' is kept out of the public DNS.
    private static readonly string[] SeenFromContainers =
        ["host.docker.internal", "gateway.docker.internal", "host.containers.internal", "host.orb.internal", "host.lima.internal",
        "host.rancher-desktop.internal"];

    // Suffixes that nobody can register: reserved for local machines, or so widely used for them that they will never be assigned.
    private static readonly string[] NotInPublicDns = [
        ".local", ".internal", ".lan", ".home", ".corp", ".home.arpa", ".intranet", ".private", ".svc", ".test"
    ];

    /// <summary>
    /// The host a request names, as sent. The framework's own property decodes internationalized names and throws
    /// on one that only looks like one.
    /// </summary>
    public static HostString Of(HttpRequest request) => new(request.Headers.Host.ToString());

    /// <param name="host">A host without a port, as written in a Host header or an address.</param>
    public static bool IsThisMachine(string host)
    {
        var name = WithoutDot(host);
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            // Reserved by RFC 6761; browsers resolve it to this machine without asking DNS.
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var ip) && IPAddress.IsLoopback(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip));
    }

    /// <summary>True for this machine, and for the names by which containers reach it.</summary>
    public static bool IsThisMachineOrItsContainers(string host) =>
        IsThisMachine(host) || SeenFromContainers.Contains(WithoutDot(host).ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// True for this machine, for containers, and for every host that a stranger cannot own: an IP address, a name without a dot, a name of
    /// a private network.
    /// </summary>
    public static bool IsNobodyElses(string host)
    {
        var name = WithoutDot(host);
        return IsThisMachine(host) || IPAddress.TryParse(name, out _) || (!name.IsEmpty && !name.Contains('.')) || EndsPrivately(name);
    }

    /// <summary>True when an address, such as one from the configuration, has this host.</summary>
    public static bool IsHostOf(string address, string host) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && WithoutDot(uri.Host).Equals(WithoutDot(host), StringComparison.OrdinalIgnoreCase);

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

    // A trailing dot only marks a name as fully qualified.
    private static ReadOnlySpan<char> WithoutDot(string host) => host.EndsWith('.') ? host.AsSpan(0, host.Length - 1) : host;
}

using System.Net;
using System.Net.Sockets;

namespace Gateway.Backends;

/// <summary>Tells addresses of this machine or a private network from all others.</summary>
internal static class OwnNetwork
{
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>True when the address is certainly in one's own network. A name is not: it does not show where it leads.</summary>
    public static bool Holds(Uri url)
    {
        if (url.IsLoopback)
        {
            return true;
        }

        if (!IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
        {
            return false;
        }

        address = address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(address) || Array.Exists(Private, n => n.Contains(address));
    }
}

using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Http;

/// <summary>
/// Limits each connection before a request reaches the gateway. All limits that matter are set here, even those equal to the server's
/// defaults, so that a new runtime cannot change what we promise.
/// </summary>
internal static class ServerLimits
{
    private const int KiB = 1024;

    public static void Apply(KestrelServerLimits limits)
    {
        // ConnectionGate counts connections and answers those it refuses.
        limits.MaxConcurrentConnections = null;
        // The body has its own limit, and that error says how to raise it.
        limits.MaxRequestBodySize = null;
        limits.MaxRequestHeadersTotalSize = 32 * KiB;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestLineSize = 8 * KiB;
        // Holds what a client sends while its stream runs. With the response buffer and the copy buffer, a stream holds 256 KiB.
        limits.MaxRequestBufferSize = 128 * KiB;
        limits.MaxResponseBufferSize = 64 * KiB;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        // The runtime closes the connection once twice this many streams were opened and reset (CVE-2023-44487, CVE-2025-8671).
        limits.Http2.MaxStreamsPerConnection = 100;
    }
}

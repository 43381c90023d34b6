using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Http;

/// <summary>
/// What the server allows a connection before a request reaches us. All that matter are written down, also where they are the
/// server's defaults: promises must not change with a runtime.
/// </summary>
internal static class ServerLimits
{
    private const int KiB = 1024;

    public static void Apply(KestrelServerLimits limits)
    {
        // The ConnectionGate counts them, and says something to those that it refuses.
        limits.MaxConcurrentConnections = null;
        // The body has a limit of its own, whose answer says how to raise it.
        limits.MaxRequestBodySize = null;
        limits.MaxRequestHeadersTotalSize = 32 * KiB;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestLineSize = 8 * KiB;
        // What a client sends while its stream runs is kept here. With the answer's buffer and the copy's a stream holds 256 KiB.
        limits.MaxRequestBufferSize = 128 * KiB;
        limits.MaxResponseBufferSize = 64 * KiB;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        // Beyond twice as many streams opened and reset, the runtime ends the connection (CVE-2023-44487, CVE-2025-8671).
        limits.Http2.MaxStreamsPerConnection = 100;
    }
}

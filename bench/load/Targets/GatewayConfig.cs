using System.Security.Cryptography;
using System.Text;

namespace Gateway.Load.Targets;

/// <summary>
/// The smallest configuration with a route, a backend and a key. Everything else keeps its default, including logging, except what
/// <c>GATEWAY_LOAD_CONFIG</c> holds.
/// </summary>
internal static class GatewayConfig
{
    /// <summary>Nobody listens.</summary>
    public const string Unheard = "unheard";

    /// <summary>Prometheus scrapes.</summary>
    public const string Scraped = "scraped";

    /// <summary>Prometheus scrapes, and a collector gets the metrics too.</summary>
    public const string Metrics = "metrics";

    /// <summary>The collector also gets every log line, and two spans of every request.</summary>
    public const string Everything = "everything";

    public static IReadOnlyList<string> Telemetries { get; } = [Unheard, Scraped, Metrics, Everything];

    public static string NewKey() => "bench-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public static string Yaml(int port, int upstreamPort, string key, int adminPort = 0) => $$"""
        listen:
          data: http://127.0.0.1:{{port}}
          admin: http://127.0.0.1:{{adminPort}}
        backends:
          - name: bench
            provider: openai
            url: http://127.0.0.1:{{upstreamPort}}
        routes:
          - name: Coder
            candidates:
              - { backend: bench, model: bench-model }
        keys:
          - { name: bench, owner: bench, team: bench, sha256: {{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}} }
        {{Environment.GetEnvironmentVariable("GATEWAY_LOAD_CONFIG")}}

        """;
}

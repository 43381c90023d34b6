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

    /// <summary>The gateway with nothing switched on, and with each part besides all before it.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["bare", "+log", "+metrics", "+key", "+limits", "+ledger"];

    /// <summary>Limits that nothing reaches, of every kind that a team usually has, and a database of keys.</summary>
    public const string Limits = """
        storage: {}
        quotas:
          policies:
            - { per: team, requestsPerMinute: 100000000, tokensPerMinute: 100000000000, concurrent: 100000, tokensPerDay: 1000000000000,
                tokensPerMonth: 1000000000000, moneyPerMonth: 1000000 }

        """;

    /// <param name="part">Of <see cref="Parts"/>, the last one that is on.</param>
    /// <param name="port">Where the gateway listens.</param>
    /// <param name="upstreamPort">Where the upstream listens.</param>
    /// <param name="key">The key of the client.</param>
    public static string With(string part, int port, int upstreamPort, string key)
    {
        var last = Parts.ToList().IndexOf(part);
        var yaml = Yaml(port, upstreamPort, key);
        var keyed = last >= 3 ? yaml : yaml[..yaml.IndexOf("keys:", StringComparison.Ordinal)];
        var limited = keyed + (last >= 4 ? Limits : "storage: {}\n") + $"telemetry: {{ prometheus: {(last >= 2 ? "true" : "false")} }}\n";
        return last >= 5 ? limited : limited.Replace("storage: {}", "storage: { provider: none }", StringComparison.Ordinal);
    }

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

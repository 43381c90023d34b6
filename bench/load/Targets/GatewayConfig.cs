using System.Security.Cryptography;
using System.Text;

namespace Gateway.Load.Targets;

/// <summary>The smallest configuration with a route, a backend and a key; everything else stays at its default, logging too.</summary>
internal static class GatewayConfig
{
    public static string NewKey() => "bench-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public static string Yaml(int port, int upstreamPort, string key) => $$"""
        listen:
          data: http://127.0.0.1:{{port}}
          admin: http://127.0.0.1:0
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

        """;
}

using System.Net.Http.Headers;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;
using Gateway.Tests.Promises;
using Gateway.Tests.Telemetry.Collector;

namespace Gateway.Tests.Telemetry;

/// <summary>Whatever clients make up, the series stay few: labels come only from the configuration and the catalog.</summary>
[Collection(nameof(AloneCollection))]
public sealed class SeriesAreBoundedTests
{
    private const int Requests = 10_000;
    private const int AtOnce = 16;

    // Two backends, their models and routes: a handful of series for each metric. Whatever is above came from a client.
    private const int Most = 160;

    [Fact]
    public async Task TenThousandNamesModelsAndUsers_MakeNoSeries()
    {
        await using var sink = await OtlpSink.StartAsync();
        await using var ollama = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.Ollama });
        await using var cloud = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        await using var gateway = TestGateway.Start(
            $$"""
            backends:
              - { name: ollama, provider: ollama, url: "{{ollama.Url}}", maxConcurrent: 0 }
              - { name: cloud, provider: siliconflow, url: "{{cloud.Url}}v1", local: false }
            routes:
              - { name: Local, candidates: [ { backend: ollama, model: "{{Rig.LocalModel}}" } ] }
            keys:
              - { name: front-end, owner: portal, team: web, onBehalfOf: true, sha256: {{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("sk-front"u8))}} }
            """,
            variables: sink.Variables);
        gateway.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-front");
        var statuses = new int[600];
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, i % 7 == 0 ? $"/v1/path-{i}" : "/v1/chat/completions");
            request.Headers.TryAddWithoutValidation("X-OpenWebUI-User-Email", $"user{i}@example.org");
            request.Headers.TryAddWithoutValidation("User-Agent", $"agent/{i}");
            request.Content = new StringContent(
                $$"""{"model":"{{NameOf(i)}}","messages":[{"role":"user","content":"Hi"}],"max_tokens":1}""", null, "application/json");
            using var response = await gateway.Client.SendAsync(request, stop);
            Interlocked.Increment(ref statuses[(int)response.StatusCode]);
        });

        // Some of them reach a backend and some do not, or the test would show nothing.
        Assert.True(statuses[200] > Requests / 8 && statuses[404] > Requests / 8, $"{statuses[200]} answered, {statuses[404]} not found");
        TelemetryRig.Flush(gateway);
        Assert.NotEmpty(sink.Points);
        Assert.True(
            sink.Points.Count <= Most,
            $"{sink.Points.Count} series: {string.Join('\n', sink.Points.Select(static p => p.Series).Order())}");
        var values = sink.Points.SelectMany(static p => p.Attributes.Values).ToHashSet();
        Assert.Contains("other", values);
        Assert.DoesNotContain(
            values,
            static v => v.Contains("made-up", StringComparison.Ordinal) || v.Contains("user", StringComparison.Ordinal) || v.Contains('@'));
    }

    // Unknown names, models that a backend is said to hold, wishes, combinations of tags, spellings of one name.
    private static string NameOf(int i) => (i % 5) switch
    {
        0 => $"made-up-{i}",
        1 => $"ollama/made-up-{i}:7b",
        2 => $"Local@{i}b-",
        3 => $"cloud/made-up/{i}:local",
        _ => i % 2 == 0 ? "Local" : "lOcAl",
    };
}

using System.Globalization;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Cli;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>A process that was paused cuts no stream whose backend kept writing.</summary>
[Collection(nameof(AloneCollection))]
public sealed class PausedProcessTests
{
    private const string Model = "sim-model";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Process_PausedForLongerThanItsLimits_FinishesEveryStream()
    {
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        var folder = Directory.CreateTempSubdirectory("gateway-paused-").FullName;
        var (port, adminPort) = (GatewayProcess.FreePort(), GatewayProcess.FreePort());
        await File.WriteAllTextAsync(Path.Combine(folder, "gateway.yaml"), string.Create(CultureInfo.InvariantCulture, $$"""
            listen: { data: "http://127.0.0.1:{{port}}", admin: "http://127.0.0.1:{{adminPort}}" }
            backends: [ { name: sim, provider: openai, url: "{{backend.Url}}", idleTimeout: 1500ms, firstByteTimeout: 1500ms } ]
            routes: [ { name: Chat, candidates: [ { backend: sim, model: {{Model}} } ] } ]
            """));
        await using (var process = GatewayProcess.Start(folder, "--config", Path.Combine(folder, "gateway.yaml")))
        {
            await process.WaitForAsync($"Now listening on: http://127.0.0.1:{port}");
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
            {
                BaseAddress = new Uri($"http://127.0.0.1:{port}"),
                Timeout = Patience
            };

            // 1. Streams in their middle, of a backend that writes a word every 50 ms for longer than the pause.
            backend.Script(Model, new ModelScript { Words = 100, TokensPerSecond = 20 });
            var running = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => BeginAsync(client)));
            // 2. One that waits for its first event, which comes during the pause.
            backend.Script(Model, new ModelScript { FirstByteDelayMs = 700, Words = 10 });
            var waiting = BeginAsync(client);
            for (var i = 0; i < 6; i++)
            {
                await backend.NextRequestAsync().WaitAsync(Patience);
            }

            process.Signal("STOP");
            await Task.Delay(TimeSpan.FromSeconds(3));
            process.Signal("CONT");

            foreach (var response in (HttpResponseMessage[])[.. running, await waiting])
            {
                using (response)
                {
                    var text = await response.Content.ReadAsStringAsync();
                    Assert.True((int)response.StatusCode == 200, text);
                    new Sse(text).Whole();
                }
            }

            process.Terminate();
            await process.ExitAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<HttpResponseMessage> BeginAsync(HttpClient client)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                """{"model":"Chat","stream":true,"messages":[{"role":"user","content":"Say something."}]}""", null, "application/json"),
        };
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}

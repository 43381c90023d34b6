using System.CommandLine;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Ledger.Storage;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;

namespace Gateway.Cli;

/// <summary>Implements <c>gateway demo</c>: everything in one process, with simulated backends and no model.</summary>
internal static class DemoCommand
{
    private const int DemoContext = 32768;

    public static Command Create(Func<ConfigSource, ServerSecrets, string[], WebApplication> build)
    {
        var port = new Option<int>("--port") { Description = "Where to listen.", DefaultValueFactory = _ => 4000 };
        var adminPort = new Option<int>("--admin-port") { Description = "Where the admin API listens. Default: any port that is free." };
        port.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
            {
                result.AddError("--port must be from 0 to 65535.");
            }
        });
        var demo = new Command("demo", "Starts simulated backends and a gateway in front of them.") { port, adminPort };
        demo.SetAction(
            async (parsed, stop) => Unmatched.Refuse(parsed)
                ?? await RunAsync(parsed.GetValue(port), parsed.GetValue(adminPort), build, stop));
        return demo;
    }

    private static async Task<int> RunAsync(
        int port, int adminPort, Func<ConfigSource, ServerSecrets, string[], WebApplication> build, CancellationToken stop)
    {
        // No routes: every tag works from what the backends report.
        await using var ollama = await StartAsync(Personality.Ollama, ["qwen2-math:7b"], stop);
        await using var siliconFlow = await StartAsync(Personality.SiliconFlow, [], stop);
        var config = new GatewayConfig
        {
            Listen = new ListenConfig { Data = $"http://127.0.0.1:{port}", Admin = $"http://127.0.0.1:{adminPort}" },
            Backends =
            [
                new BackendConfig { Name = "ollama", Provider = ProviderKind.Ollama, Url = ollama.Url.ToString() },
                // It stands for a cloud, though it runs here.
                new BackendConfig
                {
                    Name = "siliconflow", Provider = ProviderKind.SiliconFlow, Url = siliconFlow.Url.ToString(), Local = false
                },
            ],
            // It has no keys, and stores nothing next to whatever file happens to be here.
            Storage = new StorageConfig { Provider = StorageProvider.None },
        };
        return await ServeCommand.RunAsync(
            () =>
                build(new ConfigSource(config, new ConfigLocation(null), ""), new ServerSecrets(KeyHasher.Plain, DatabaseOptions.None), []),
            RuntimeFloor.Installed,
            app => PrintAsync(app.Urls.First(), app.Urls.Last(), ollama.Url, siliconFlow.Url));
    }

    private static async Task<SimulatedBackend> StartAsync(Personality personality, IReadOnlyList<string> more, CancellationToken stop)
    {
        var options = new SimulatorOptions { Personality = personality };
        if (personality == Personality.Ollama)
        {
            // One answer at a time, as by default, but with room for an agent, which the default of 4096 does not have.
            options = options with { Warm = ["qwen3:8b"], ServerContext = DemoContext, Parallel = 1 };
        }
        var backend = await SimulatedBackend.StartAsync(options, stop);
        backend.SetModels([.. backend.Models, .. more]);
        foreach (var model in backend.Models)
        {
            // Slow enough to see it stream.
            backend.Script(model, new ModelScript { FirstByteDelayMs = 300, TokensPerSecond = 25 });
        }

        return backend;
    }

    private static Task PrintAsync(string url, string admin, Uri ollama, Uri siliconFlow) => Console.Out.WriteLineAsync($$"""

        This is a demo: both backends are SIMULATED, no model runs, and every answer says so.
          simulated Ollama       {{ollama}}  (as with OLLAMA_CONTEXT_LENGTH={{DemoContext}})
          simulated SiliconFlow  {{siliconFlow}}
          the gateway            {{url}}/v1
          its admin API          {{admin}}/admin/v1/backends

        Try it:

          curl -N {{url}}/v1/chat/completions -H 'content-type: application/json' -d '{"model":"Coder","stream":true,"messages":[{"role":"user","content":"Write a haiku about gateways"}]}'

        Other names for "model": GET {{url}}/v1/models. What each model can do, and who says so; where a request would go, and why; how the backends are:

          {{OwnName.Get()}} models --url {{url}}
          {{OwnName.Get()}} route explain Coder --image --url {{url}}
          {{OwnName.Get()}} route explain Reasoning:full --url {{url}}
          {{OwnName.Get()}} backends --url {{admin}}

        Ctrl+C ends it.

        """);
}

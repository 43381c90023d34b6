using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Options;
using Gateway.Telemetry.Notices;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>A simulated SiliconFlow with models of the test's choice, a gateway before it, and what it told the operator.</summary>
internal sealed class PriceRig : IAsyncDisposable, INotices
{
    private readonly List<Notice> _told = [];

    public required SimulatedBackend Cloud { get; init; }

    public TestGateway Gateway { get; private set; } = null!;

    public IReadOnlyList<Notice> Told
    {
        get
        {
            lock (_told)
            {
                return [.. _told];
            }
        }
    }

    /// <param name="models">What the cloud lists.</param>
    /// <param name="extra">More of the configuration.</param>
    /// <param name="time">A clock instead of the system's.</param>
    /// <param name="files">Files beside the configuration.</param>
    public static async Task<PriceRig> StartAsync(
        string[] models, string extra = "", TimeProvider? time = null, params (string Name, string Text)[] files)
    {
        var cloud = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow, Models = models });
        var rig = new PriceRig { Cloud = cloud };
        var folder = Directory.CreateTempSubdirectory("gateway-prices-").FullName;
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        }

        rig.Gateway = TestGateway.Start(
            $$"""
            backends: [ { name: cloud, provider: siliconflow, url: "{{cloud.Url}}v1", local: false } ]
            {{extra}}
            """,
            time, services: s => s.AddSingleton<INotices>(rig), place: folder);
        return rig;
    }

    public string FileOf(string name) => Path.Combine(Path.GetDirectoryName(Gateway.ConfigPath)!, name);

    public Task<HttpResponseMessage> AskAsync(string model, bool stream = false) => Gateway.Client.PostAsJsonAsync(
        "/v1/chat/completions",
        new JsonObject
        {
            ["model"] = model,
            ["stream"] = stream,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Say something." }),
        });

    public async Task<string[]> MetricsAsync()
    {
        using var client = new HttpClient();
        return (await client.GetStringAsync(new Uri(Gateway.AdminUrl, "/metrics"))).Split('\n');
    }

    public void Tell(Notice notice)
    {
        lock (_told)
        {
            _told.Add(notice);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var folder = Path.GetDirectoryName(Gateway.ConfigPath)!;
        await Gateway.DisposeAsync();
        await Cloud.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

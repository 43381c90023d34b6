using Gateway.Simulator.Models;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Cloud models that an Ollama passes on take no place on its machine and do not wait for one.</summary>
public sealed class CloudBesideTheMachineTests
{
    private const string Model = "qwen2.5:7b";

    private static readonly string[] Own = [Model, "gpt-oss:120b-cloud", "kimi-k2:cloud", "sent-on:latest", "at-home:latest"];

    private static readonly Dictionary<string, SimulatedModel> Facts = new()
    {
        ["sent-on:latest"] = new() { RemoteHost = "https://ollama.com:443", RemoteModel = "sent-on" },
    };

    [Theory]
    [InlineData("own/gpt-oss:120b-cloud", false)]
    [InlineData("own/kimi-k2:cloud", true)]
    [InlineData("own/sent-on", false)]
    [InlineData("Hedged", true)]
    public async Task CloudModel_OfAnOllamaThatIsBusy_AnswersAtOnce(string name, bool stream)
    {
        await using var rig = await StartAsync("maxConcurrent: 1, queue: { size: 4 }");
        var running = await BusyAsync(rig);
        using (var response = await rig.SendAsync(CatalogRig.Body(name, stream ? ",\"stream\":true" : "")))
        {
            Assert.Equal(200, (int)response.StatusCode);
            Assert.False(response.Headers.Contains("x-gateway-queue-place"));
            await response.Content.ReadAsStringAsync();
        }

        Assert.False(running.IsCompleted);
        rig.Own.Release(Model);
        Assert.Equal(200, (int)(await running).StatusCode);
    }

    [Fact]
    public async Task CloudModels_ThatRun_DoNotMakeTheMachineWait()
    {
        await using var rig = await StartAsync("maxConcurrent: 1, queue: { size: 4 }");
        rig.Own.Script("kimi-k2:cloud", new ModelScript { Hold = true });
        var running = Enumerable.Range(0, 3).Select(_ => rig.SendAsync(CatalogRig.Body("own/kimi-k2:cloud"))).ToList();
        for (var i = 0; i < running.Count; i++)
        {
            await rig.Own.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }

        using (var local = await rig.SendAsync(CatalogRig.Body("own/" + Model)))
        {
            Assert.Equal(200, (int)local.StatusCode);
            Assert.False(local.Headers.Contains("x-gateway-queue-place"));
        }

        rig.Own.Script("kimi-k2:cloud", new ModelScript());
        rig.Own.Release("kimi-k2:cloud");
        await Task.WhenAll(running).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task MachineThatIsBusy_SpillsToItsOwnCloudModel()
    {
        await using var rig = await StartAsync("maxConcurrent: 1, queue: { spillAfter: 0s, size: 4 }");
        var running = await BusyAsync(rig);
        Assert.Equal("own/gpt-oss:120b-cloud", await rig.ServedAsync(CatalogRig.Body("Spills")));
        rig.Own.Release(Model);
        (await running).Dispose();
    }

    [Fact]
    public async Task LeastBusy_CountsTheMachineAndWhatIsPassedOnApart()
    {
        await using var rig = await StartAsync("maxConcurrent: 1, queue: { size: 4 }");
        var running = await BusyAsync(rig);
        Assert.Equal("own/gpt-oss:120b-cloud", await rig.ServedAsync(CatalogRig.Body("LeastBusy")));
        rig.Own.Release(Model);
        (await running).Dispose();
        await rig.WaitingAsync(0);

        rig.Own.Script("gpt-oss:120b-cloud", new ModelScript { Hold = true });
        var away = rig.SendAsync(CatalogRig.Body("own/gpt-oss:120b-cloud"));
        await rig.Own.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        rig.Own.Script(Model, new ModelScript());
        Assert.Equal($"own/{Model}", await rig.ServedAsync(CatalogRig.Body("LeastBusyCloudFirst")));
        rig.Own.Release("gpt-oss:120b-cloud");
        (await away).Dispose();
    }

    [Theory]
    [InlineData("own/at-home")]
    [InlineData("own/" + Model)]
    [InlineData("own/not-listed")]
    public async Task ModelThatIsNotKnownToBePassedOn_WaitsForAPlace(string name)
    {
        await using var rig = await StartAsync("maxConcurrent: 1, queue: { size: 4 }");
        var running = await BusyAsync(rig);
        var waits = rig.SendAsync(CatalogRig.Body(name));
        await rig.WaitingAsync(1);
        rig.Own.Script(Model, new ModelScript());
        rig.Own.Release(Model);
        (await running).Dispose();
        (await waits).Dispose();
    }

    [Fact]
    public async Task CloudBackend_WithPlaces_KeepsThemWhateverItsModelsAreCalled()
    {
        await using var backend = await HeldBackend.StartAsync();
        await using var gateway = TestGateway.Start(
            $$"""
            backends: [ { name: far, provider: openai, url: "{{backend.Url}}", local: false, maxConcurrent: 1, queue: { size: 0 } } ]
            routes: [ { name: Far, candidates: [ { backend: far, model: some-cloud } ] } ]
            """);
        var first = ChatAsync(gateway);
        var held = await backend.NextAsync();
        using (var second = await ChatAsync(gateway))
        {
            await second.ErrorAsync(503);
        }

        held.Serve();
        Assert.Equal(200, (int)(await first).StatusCode);
    }

    private static async Task<HttpResponseMessage> ChatAsync(TestGateway gateway)
    {
        using var content = new StringContent(CatalogRig.Body("Far"), null, "application/json");
        return await gateway.Client.PostAsync("/v1/chat/completions", content);
    }

    private static async Task<Task<HttpResponseMessage>> BusyAsync(CatalogRig rig)
    {
        rig.Own.Script(Model, new ModelScript { Hold = true });
        var running = rig.SendAsync(CatalogRig.Body("own/" + Model));
        await rig.Own.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return running;
    }

    private static Task<CatalogRig> StartAsync(string queue) => CatalogRig.StartAsync(
        $$"""
        routes:
          - { name: Spills, candidates: [ { backend: own, model: "{{Model}}" }, { backend: own, model: "gpt-oss:120b-cloud" } ] }
          - { name: Hedged, hedge: true, candidates: [ { backend: own, model: "kimi-k2:cloud" }, { backend: own, model: "{{Model}}" } ] }
          - { name: LeastBusy, policy: least-busy, candidates: [ { backend: own, model: "{{Model}}" }, { backend: own, model: "gpt-oss:120b-cloud" } ] }
          - { name: LeastBusyCloudFirst, policy: least-busy, candidates: [ { backend: own, model: "gpt-oss:120b-cloud" }, { backend: own, model: "{{Model}}" } ] }
        """,
        own: Own,
        facts: Facts,
        queue: queue);
}

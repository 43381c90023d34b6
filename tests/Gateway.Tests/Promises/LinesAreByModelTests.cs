using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>The limit of an Ollama's requests at once applies to each of its models, so nobody waits for another model.</summary>
public sealed class LinesAreByModelTests
{
    [Fact]
    public async Task WarmModel_BesideAnotherThatIsBusy_AnswersAtOnce_ByDefault()
    {
        await using var rig = await LineRig.StartAsync();
        var large = await rig.HoldAsync("Large");
        using var small = await rig.ChatAsync("Small").WaitAsync(LineRig.Patience);
        Assert.Equal(200, (int)small.StatusCode);
        Assert.False(small.Headers.Contains("x-gateway-queue-place"));
        rig.Own.Release(LineRig.Large);
        Assert.Equal(200, (int)(await large).StatusCode);
    }

    [Fact]
    public async Task SecondRequest_ForTheSameModel_WaitsForTheFirst_ByDefault()
    {
        await using var rig = await LineRig.StartAsync();
        var first = await rig.HoldAsync("Large");
        var second = rig.ChatAsync("Large");
        await rig.WaitingAsync(1);
        rig.Own.Script(LineRig.Large, new ModelScript());
        rig.Own.Release(LineRig.Large);
        Assert.Equal(200, (int)(await first).StatusCode);
        using var answered = await second.WaitAsync(LineRig.Patience);
        Assert.Equal("1", answered.Header("x-gateway-queue-place"));
    }

    [Fact]
    public async Task Machine_WithALimitToo_HoldsBoth()
    {
        await using var rig = await LineRig.StartAsync(", maxConcurrent: 1, maxConcurrentPerModel: 1");
        var large = await rig.HoldAsync("Large");
        var small = rig.ChatAsync("Small");
        await rig.WaitingAsync(1);
        Assert.Single(rig.Own.Received);
        rig.Own.Release(LineRig.Large);
        Assert.Equal(200, (int)(await large).StatusCode);
        Assert.Equal(200, (int)(await small.WaitAsync(LineRig.Patience)).StatusCode);
    }

    [Fact]
    public async Task Machine_WhoseLimitAloneIsSaid_HasOneLine_AsLongAsItSays()
    {
        await using var rig = await LineRig.StartAsync(", maxConcurrent: 2");
        Task<HttpResponseMessage>[] two = [await rig.HoldAsync("Large"), await rig.HoldAsync("Large")];
        var small = rig.ChatAsync("Small");
        await rig.WaitingAsync(1);
        await rig.FinishAsync([.. two, small]);
    }

    [Fact]
    public async Task Reload_ThatGivesAModelMorePlaces_LetsInThoseWhoWait_WithoutAnotherRequest()
    {
        await using var rig = await LineRig.StartAsync(", maxConcurrentPerModel: 1");
        var first = await rig.HoldAsync("Large");
        var second = rig.ChatAsync("Large");
        await rig.WaitingAsync(1);
        var yaml = await File.ReadAllTextAsync(rig.Gateway.ConfigPath);
        await File.WriteAllTextAsync(
            rig.Gateway.ConfigPath, yaml.Replace("maxConcurrentPerModel: 1", "maxConcurrentPerModel: 2", StringComparison.Ordinal));
        await rig.PassAsync(rig.WaitingAsync(0), TimeSpan.FromMinutes(1));
        await rig.Own.NextRequestAsync().WaitAsync(LineRig.Patience);
        await rig.FinishAsync(first, second);
    }

    [Fact]
    public async Task Lines_AreTold_ByModelAndInAll()
    {
        await using var rig = await LineRig.StartAsync();
        var before = await rig.StateAsync();
        Assert.Equal(
            (0, 1, 0, 0),
            (Int(before, "maxConcurrent"), Int(before, "maxConcurrentPerModel"), Int(before, "running"), Int(before, "waiting")));
        var (large, small) = (await rig.HoldAsync("Large"), await rig.HoldAsync("Small"));
        var waits = rig.ChatAsync("Large");
        await rig.WaitingAsync(1);
        var state = await rig.StateAsync();
        Assert.Equal((2, 1, 20), (Int(state, "running"), Int(state, "waiting"), Int(state, "expectedWaitSeconds")));
        var models = state["models"]!.AsArray().ToDictionary(m => (string)m!["name"]!, m => m!);
        Assert.Equal((1, 1, 1, 20), Line(models[LineRig.Large]));
        Assert.Equal((1, 1, 0, 10), Line(models[LineRig.Small]));
        await rig.FinishAsync(large, small, waits);
    }

    [Fact]
    public async Task Spill_GoesByTheModelsLine_NotByTheMachines()
    {
        await using var rig = await LineRig.StartAsync(", queue: { spillAfter: 0s }");
        var (large, small) = (await rig.HoldAsync("Large"), await rig.HoldAsync("Small"));
        using (var spilled = await rig.ChatAsync("Spills"))
        {
            Assert.Equal("cloud", spilled.Header("x-gateway-backend"));
        }

        rig.Own.Release(LineRig.Small);
        await small.WaitAsync(LineRig.Patience);
        rig.Own.Script(LineRig.Small, new ModelScript());
        using (var own = await rig.ChatAsync("Spills").WaitAsync(LineRig.Patience))
        {
            Assert.Equal("own", own.Header("x-gateway-backend"));
        }

        rig.Own.Release(LineRig.Large);
        await large.WaitAsync(LineRig.Patience);
    }

    private static (int Places, int Running, int Waiting, int Wait) Line(JsonNode model) =>
        (Int(model, "places"), Int(model, "running"), Int(model, "waiting"), Int(model, "expectedWaitSeconds"));

    private static int Int(JsonNode node, string name) => (int)(double)node[name]!;
}

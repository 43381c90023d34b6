using System.Diagnostics;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// With machines that queue, load and refuse like the real ones, in real time, clients of the gateway are served as at the machine itself,
/// and in turn.
/// </summary>
public sealed class RealMachinesQueueTests
{
    private const string A = "qwen2.5:7b";
    private const string B = "llama3.2:3b";
    private const string C = "gemma3:4b";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(50);

    [Fact]
    public async Task WarmModel_IsNotHeldUp_ByTheLoadOfAnother()
    {
        await using var rig = await StartAsync(new() { Personality = Personality.Ollama, Models = [A, B], Parallel = 1, Warm = [B] });
        rig.Own.Script(A, new ModelScript { ColdLoadMs = 6_000 });
        var cold = ChatAsync(rig, A);
        await WaitUntil.TrueAsync(() => rig.Own.Loads.ContainsKey(A));
        Assert.Equal(200, (await ChatAsync(rig, B)).Status);
        Assert.False(cold.IsCompleted);
        Assert.Equal(200, (await cold.WaitAsync(s_patience)).Status);
    }

    [Fact]
    public async Task FivePeople_AreServedInTurn_AndTheMachineItselfHasNoLine()
    {
        await using var rig = await StartAsync(new() { Personality = Personality.Ollama, Models = [A], Parallel = 1, Warm = [A] });
        rig.Own.Script(A, new ModelScript { FirstByteDelayMs = 200 });
        var most = 0;
        var people = Enumerable.Range(0, 5).Select(_ => ChatAsync(rig, A)).ToList();
        var all = Task.WhenAll(people);
        await WaitUntil.TrueAsync(() =>
        {
            most = Math.Max(most, rig.Own.Places(A).Waiting);
            return all.IsCompleted;
        });
        Assert.All(await all, a => Assert.Equal(200, a.Status));
        Assert.Equal(0, most);
    }

    // Others ask the machine too, and its line before loads is full.
    [Fact]
    public async Task MachineWhoseOwnLineIsFull_IsAskedAgain_AndServesWhenItHasRoom()
    {
        await using var rig = await StartAsync(new() { Personality = Personality.Ollama, Models = [A, B, C], Parallel = 1, MaxQueue = 1 });
        rig.Own.Script(A, new ModelScript { ColdLoadMs = 2_500 });
        using var direct = new HttpClient { BaseAddress = rig.Own.Url };
        var (loads, waits) = (DirectAsync(direct, A), Task.CompletedTask);
        await WaitUntil.TrueAsync(() => rig.Own.Loads.ContainsKey(A));
        waits = DirectAsync(direct, B);
        await WaitUntil.TrueAsync(() => rig.Own.Received.Count == 2);
        var answer = await ChatAsync(rig, C).WaitAsync(s_patience);
        Assert.Equal(200, answer.Status);
        Assert.InRange(rig.Own.Received.Count(r => r.Model == C), 2, 10);
        await Task.WhenAll(loads, waits).WaitAsync(s_patience);
    }

    [Fact]
    public async Task Load_ThatFails_IsMadeOnce_WhoeverAsks()
    {
        await using var rig = await StartAsync(new() { Personality = Personality.Ollama, Models = [A], Parallel = 1 });
        rig.Own.Script(A, new ModelScript { Error = "loadFailed", ColdLoadMs = 200 });
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ChatAsync(rig, A))).WaitAsync(s_patience))
        {
            Assert.Equal(503, answer.Status);
        }

        Assert.Equal(1, rig.Own.Loads[A]);
    }

    [Fact]
    public async Task ModelsOfOneFile_ShareTheirRunnersPlaces()
    {
        await using var rig = await StartAsync(new()
        {
            Personality = Personality.Ollama,
            Models = [A, "twin:latest"],
            Facts = new Dictionary<string, SimulatedModel> { ["twin:latest"] = new() { MadeFrom = A } },
            Parallel = 1,
            Warm = [A],
        });
        rig.Own.Script(A, new ModelScript { Hold = true });
        var first = ChatAsync(rig, A);
        await rig.Own.NextRequestAsync().WaitAsync(s_patience);
        var twin = ChatAsync(rig, "twin");
        await rig.WaitingAsync(1);
        Assert.Single(rig.Own.Received);
        rig.Own.Release(A);
        Assert.All(await Task.WhenAll(first, twin).WaitAsync(s_patience), a => Assert.Equal(200, a.Status));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LlamaServer_ThatIsStartedAnew_ServesAllWhoAskMeanwhile(bool stream)
    {
        await using var rig = await StartAsync(new() { Personality = Personality.LlamaCpp, Models = [A], Parallel = 2 });
        rig.Own.Restart(o => o with { StartLoadMs = 3_500 });
        var began = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => ChatAsync(rig, A, stream))).WaitAsync(s_patience);
        Assert.All(answers, a => Assert.True(a.Status == 200, a.Text));
        Assert.True(Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task LlamaServer_WithTwoSlots_HasTheLineHere()
    {
        await using var rig = await StartAsync(new() { Personality = Personality.LlamaCpp, Models = [A], Parallel = 2 });
        rig.Own.Script(A, new ModelScript { FirstByteDelayMs = 150 });
        var most = 0;
        var all = Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ChatAsync(rig, A, stream: true)));
        await WaitUntil.TrueAsync(() =>
        {
            most = Math.Max(most, rig.Own.Places(A).Waiting);
            return all.IsCompleted;
        });
        Assert.All(await all, a => Assert.Equal(200, a.Status));
        Assert.Equal(0, most);
    }

    private static async Task<MachineRig> StartAsync(SimulatorOptions options) => await MachineRig.StartAsync(options);

    private static async Task<(int Status, string Text)> ChatAsync(MachineRig rig, string model, bool stream = false)
    {
        using var content = new StringContent(CatalogRig.Body(model, stream ? ",\"stream\":true" : ""), null, "application/json");
        using var response = await rig.Gateway.Client.PostAsync("/v1/chat/completions", content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task DirectAsync(HttpClient direct, string model)
    {
        using var content = new StringContent(CatalogRig.Body(model), null, "application/json");
        using var response = await direct.PostAsync("/v1/chat/completions", content);
        Assert.Equal(200, (int)response.StatusCode);
    }
}

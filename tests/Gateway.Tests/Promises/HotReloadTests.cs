using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>A changed configuration takes effect while the gateway runs. One with mistakes does not.</summary>
public sealed class HotReloadTests
{
    [Fact]
    public async Task Change_ThatIsGood_IsInForceForTheNextRequest()
    {
        await using var rig = await Rig.StartAsync();
        Edit(rig, "name: Local,", "name: Renamed,");
        await rig.Gateway.Log.WaitForAsync("has changed and is in force");
        await rig.AnswerAsync("Renamed");
        using var gone = await rig.ChatAsync("Local");
        await gone.ErrorAsync(404);
    }

    [Fact]
    public async Task Change_WithMistakes_IsReportedAndTheLastGoodStays()
    {
        await using var rig = await Rig.StartAsync();
        Edit(rig, "backend: ollama", "backend: olama");
        var line = await rig.Gateway.Log.WaitForAsync("the last good configuration stays in force");
        Assert.Contains("routes[0].candidates[0].backend", line, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"ollama\"?", line, StringComparison.Ordinal);
        await rig.AnswerAsync("Local");

        Edit(rig, "backend: olama", "backend: ollama");
        Edit(rig, "name: Local,", "name: Renamed,");
        await rig.Gateway.Log.WaitForAsync("has changed and is in force");
        await rig.AnswerAsync("Renamed");
    }

    [Fact]
    public async Task Change_ThatTakesAllKeysAway_DoesNotOpenTheGateway()
    {
        await using var rig = await Rig.StartAsync(
            "keys:\n  - { name: k, sha256: \"0000000000000000000000000000000000000000000000000000000000000000\" }");
        Edit(rig, "keys:", "# keys:");
        Edit(rig, "  - { name: k,", "#  - { name: k,");
        Assert.Contains("keys", await rig.Gateway.Log.WaitForAsync("the last good configuration stays in force"), StringComparison.Ordinal);
        using var response = await rig.ChatAsync("Local");
        await response.ErrorAsync(401);
    }

    [Fact]
    public async Task Backend_ThatIsNew_IsAskedForItsModelsAtOnce()
    {
        await using var rig = await Rig.StartAsync();
        await using var another = await SimulatedBackend.StartAsync(
            new SimulatorOptions { Personality = Personality.OpenAi, Models = ["quite-new"] });
        Edit(rig, "backends:\n", $"backends:\n  - {{ name: another, provider: openai, url: \"{another.Url}\" }}\n");
        await rig.Gateway.Log.WaitForAsync("Backend another lists 1 models");
    }

    [Fact]
    public async Task Stream_ThatRuns_IsNotTouchedByAReload()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        var answer = rig.ChatAsync("Local", stream: true);
        await rig.Ollama.NextRequestAsync();
        Edit(rig, "name: Local,", "name: Renamed,");
        await rig.Gateway.Log.WaitForAsync("has changed and is in force");
        rig.Ollama.Release(Rig.LocalModel);

        using var response = await answer;
        new Sse(await response.Content.ReadAsStringAsync()).Whole();
    }

    private static void Edit(Rig rig, string from, string to)
    {
        var text = File.ReadAllText(rig.Gateway.ConfigPath);
        Assert.Contains(from, text, StringComparison.Ordinal);
        // Moved into place, as editors do it: nobody reads half a file.
        var next = rig.Gateway.ConfigPath + ".next";
        File.WriteAllText(next, text.Replace(from, to, StringComparison.Ordinal));
        File.Move(next, rig.Gateway.ConfigPath, overwrite: true);
    }
}

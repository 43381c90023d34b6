using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Runtime;
using Gateway.Telemetry.Notices;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises.Prices;

/// <summary>A model that ends is told of: to whoever asks for it, to the operator, and on its card. Routes and tags go on.</summary>
[Collection(nameof(AloneCollection))]
public sealed class EndedModelsTests
{
    private const string Ended = "deepseek-ai/DeepSeek-V3.1";
    private const string Next = "deepseek-ai/DeepSeek-V3.1-Terminus";

    [Theory]
    [InlineData(Ended, "siliconflow.cn ended 'deepseek-ai/DeepSeek-V3.1' on 2025-10-09. Use deepseek-ai/DeepSeek-V3.1-Terminus instead.")]
    [InlineData("cloud/ZAI-org/glm-4.6", "siliconflow.cn ended 'zai-org/GLM-4.6' on 2026-05-15. It names no successor.")]
    [InlineData("moonshotai/Kimi-K2-Instruct", "moonshotai/Kimi-K2-Instruct-0905 has ended since, without a successor.")]
    public async Task EndedName_IsRefusedWithItsDay_AndItsSuccessor(string name, string words)
    {
        await using var rig = await PriceRig.StartAsync([Next]);
        using var response = await rig.AskAsync(name);
        Assert.Equal(404, (int)response.StatusCode);
        var error = (await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!;
        Assert.Equal("model_not_found", (string?)error["code"]);
        Assert.Contains(words, (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(rig.Cloud.Received);
        using var item = await rig.Gateway.Client.GetAsync($"/v1/models/{name.Replace("cloud/", "", StringComparison.Ordinal)}");
        Assert.Contains(words, await item.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndedName_ThatIsStillListed_IsServed_AndItsCardSaysSo()
    {
        await using var rig = await PriceRig.StartAsync([Ended, Next]);
        using var response = await rig.AskAsync(Ended);
        Assert.Equal(200, (int)response.StatusCode);
        var item = (await rig.Gateway.Client.GetFromJsonAsync<JsonNode>($"/v1/models/{Ended}"))!;
        var life = item["gateway"]!["on"]![0]!["life"]!;
        Assert.Equal(
            ("ended", "2025-10-09", true, Next), ((string?)life["change"], (string?)life["on"], (bool)life["over"]!, (string?)life["use"]));
    }

    [Fact]
    public async Task RouteWithAnEndedCandidate_SaysSoAtOnce_AndGoesOn()
    {
        await using var rig = await PriceRig.StartAsync(
            [Next],
            $"routes: [ {{ name: Team, candidates: [ {{ backend: cloud, model: {Ended} }}, {{ backend: cloud, model: {Next} }} ] }} ]");
        var line = await rig.Gateway.Log.WaitForAsync("routes[0].candidates[0].model");
        Assert.Contains($"\"{Ended}\" is not listed any more. siliconflow.cn ended", line, StringComparison.Ordinal);
        using var response = await rig.AskAsync("Team");
        Assert.Equal((200, Next), ((int)response.StatusCode, response.Header("x-gateway-model")));
        Assert.Contains(
            rig.Told,
            static n => n is { Kind: NoticeKind.ModelEnding, Subject: "cloud/" + Ended } && n.Text.Contains(Next, StringComparison.Ordinal));
        Assert.Contains("""gateway_models_ending{backend="cloud"} 1""", await rig.MetricsAsync());
    }

    [Fact]
    public async Task ModelInUse_ThatIsNoLongerListed_IsToldOnce_AndWhenItIsBack()
    {
        await using var rig = await PriceRig.StartAsync(["Qwen/Qwen3-8B", "Qwen/Qwen3-14B", "Qwen/Qwen3-32B"]);
        using var answer = await rig.AskAsync("Qwen/Qwen3-8B");
        await ProbeAsync(rig);
        Assert.DoesNotContain(rig.Told, static n => n.Kind == NoticeKind.ModelGone);
        // The one that nobody uses may go without a word.
        rig.Cloud.SetModels("Qwen/Qwen3-32B");
        await ProbeAsync(rig);
        await ProbeAsync(rig);
        var gone = Assert.Single(rig.Told, static n => n.Kind == NoticeKind.ModelGone);
        Assert.Equal(("cloud/Qwen/Qwen3-8B", false), (gone.Subject, gone.IsResolved));
        rig.Cloud.SetModels("Qwen/Qwen3-8B", "Qwen/Qwen3-32B");
        await ProbeAsync(rig);
        Assert.Equal([false, true], rig.Told.Where(static n => n.Kind == NoticeKind.ModelGone).Select(static n => n.IsResolved));
    }

    // As a round of probes does.
    private static async Task ProbeAsync(PriceRig rig)
    {
        var services = rig.Gateway.Services;
        var store = services.GetRequiredService<SnapshotStore>();
        await services.GetRequiredService<BackendProber>().AskAsync(store.Current.Backends["cloud"], CancellationToken.None);
        services.GetRequiredService<ProbeNews>().Tell(store.Current, hasNews: true);
    }
}

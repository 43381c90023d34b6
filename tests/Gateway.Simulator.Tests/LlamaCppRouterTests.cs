namespace Gateway.Simulator.Tests;

public class LlamaCppRouterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<Client> StartAsync() =>
        Client.StartAsync(new SimulatorOptions { Personality = Personality.LlamaCpp, Models = ["qwen3-8b", "qwen2.5-vl-7b"] });

    [Fact]
    public async Task List_TellsTheStatusAndWhatGoesIn()
    {
        await using var client = await StartAsync();
        await client.AskAsync();
        var items = (await client.GetAsync("v1/models"))["data"]!.AsArray();

        Assert.Equal(["loaded", "unloaded"], items.Select(m => (string?)m!["status"]!["value"]));
        Assert.Equal(["""["text"]""", """["text","image"]"""], items.Select(m => m!["architecture"]!["input_modalities"]!.ToJsonString()));
        Assert.All(items, m => Assert.Null(m!["meta"]));
    }

    [Fact]
    public async Task Props_OfTheRouter_TellNoModel()
    {
        await using var client = await StartAsync();
        var props = await client.GetAsync("props");

        Assert.Equal(("router", 0), ((string?)props["role"], (int)props["default_generation_settings"]!["n_ctx"]!));
        Assert.Empty(client.Backend.Warm);
    }

    [Fact]
    public async Task Props_OfAModel_LoadIt()
    {
        await using var client = await StartAsync();
        var props = await client.GetAsync("props?model=qwen2.5-vl-7b");

        Assert.True((bool)props["modalities"]!["vision"]!);
        Assert.Equal(["qwen2.5-vl-7b"], client.Backend.Warm);
    }

    [Fact]
    public async Task Props_WithoutAutoload_RefuseInstead()
    {
        await using var client = await StartAsync();
        using var refused = await client.Http.GetAsync("props?model=qwen3-8b&autoload=false", Stop);

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("model is not loaded", await refused.Content.ReadAsStringAsync(Stop));
        Assert.Empty(client.Backend.Warm);
    }

    [Fact]
    public async Task Props_OfAnotherModel_AreRefused()
    {
        await using var client = await StartAsync();
        using var refused = await client.Http.GetAsync("props?model=nothing", Stop);

        Assert.Equal(400, (int)refused.StatusCode);
    }
}

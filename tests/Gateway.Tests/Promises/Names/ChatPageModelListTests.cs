using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Names;

/// <summary>
/// Open WebUI takes over what the model list says of a model. So it sends no tools to models that cannot use them, asks for token usage,
/// hides models that are not for chat, and tells its users what is behind a name.
/// </summary>
public sealed class ChatPageModelListTests
{
    [Theory]
    [InlineData(4_096, OwnMachineRig.Coder, false)]
    [InlineData(8_192, OwnMachineRig.Coder, false)]
    [InlineData(16_383, OwnMachineRig.Coder, false)]
    [InlineData(16_384, OwnMachineRig.Coder, true)]
    [InlineData(16_384, OwnMachineRig.Thinker, false)]
    [InlineData(16_384, OwnMachineRig.Seer, false)]
    [InlineData(16_384, "Coder", true)]
    // The cloud would take them, but optional tools lead nobody there.
    [InlineData(4_096, "Coder", false)]
    [InlineData(16_384, "Coder:cloud", true)]
    [InlineData(4_096, "Coder:cloud", true)]
    [InlineData(4_096, "Vision", false)]
    [InlineData(4_096, Rig.CloudModel, true)]
    public async Task BuiltInTools_AreOffered_WhereARequestWouldBeSentOnWithThem(int context, string name, bool offered)
    {
        await using var rig = await OwnMachineRig.StartAsync(context);
        var capabilities = (await rig.ModelAsync(name))["info"]!["meta"]!["capabilities"]!;
        Assert.Equal(offered, (bool?)capabilities["builtin_tools"]);
        Assert.True((bool?)capabilities["usage"]);
    }

    [Theory]
    [InlineData(OwnMachineRig.Coder, false)]
    [InlineData(OwnMachineRig.Seer, true)]
    [InlineData("Coder", false)]
    [InlineData("Vision", true)]
    [InlineData("auto", true)]
    public async Task Vision_IsSaidEitherWay(string name, bool sees)
    {
        await using var rig = await OwnMachineRig.StartAsync(16_384);
        Assert.Equal(sees, (bool?)(await rig.ModelAsync(name))["info"]!["meta"]!["capabilities"]!["vision"]);
    }

    [Fact]
    public async Task List_HidesWhatIsNoChat_AndDescribesAll()
    {
        await using var rig = await CatalogRig.StartAsync();
        await rig.Gateway.Log.WaitForAsync("The model lists are taken over");
        foreach (var item in (await rig.Client.GetFromJsonAsync<JsonNode>("/v1/models"))!["data"]!.AsArray().Select(i => i!.AsObject()))
        {
            var isChat = (string?)item["gateway"]!["type"] == "chat";
            var meta = item["info"]!["meta"]!.AsObject();
            Assert.Equal(isChat ? null : true, (bool?)meta["hidden"]);
            Assert.Equal(isChat, meta["capabilities"] is not null);
            Assert.False(string.IsNullOrWhiteSpace((string?)meta["description"]), item.ToJsonString());
            Assert.Empty(item["info"]!["params"]!.AsObject());
            Assert.NotEmpty(item["tags"]!.AsArray());
            Assert.All(item["tags"]!.AsArray(), t => Assert.False(string.IsNullOrEmpty((string?)t!["name"])));
            // LobeChat shows a text of this name; it reads its own.
            Assert.Null(item["description"]);
        }
    }

    [Fact]
    public async Task Description_TellsPlaceSizeContextAndPrice_OrWhoIsBehindATag()
    {
        await using var rig = await OwnMachineRig.StartAsync(8_192);
        Assert.Equal("own, local · 7.6B Q4_K_M · context 8,192 · free", await DescribedAsync(OwnMachineRig.Coder));
        Assert.Matches(
            @"^cloud, cloud · 30B · context 262,144 · [0-9.]+ / [0-9.]+ CNY per million tokens in / out \([0-9-]{10}\)$",
            await DescribedAsync(Rig.CloudModel));
        Assert.StartsWith($"own/{OwnMachineRig.Coder} (local), then cloud/", await DescribedAsync("Coder"), StringComparison.Ordinal);
        Assert.StartsWith("Chosen by what each request holds.", await DescribedAsync("auto"), StringComparison.Ordinal);

        async Task<string?> DescribedAsync(string name) => (string?)(await rig.ModelAsync(name))["info"]!["meta"]!["description"];
    }

    [Fact]
    public async Task ListOfABoundKey_NamesNoModelElsewhere()
    {
        await using var rig = await OwnMachineRig.StartAsync(8_192);
        var coder = await rig.ModelAsync("Coder", OwnMachineRig.Local);
        Assert.Equal($"own/{OwnMachineRig.Coder} (local)", (string?)coder["info"]!["meta"]!["description"]);
        Assert.Equal("""["Chat","Coder","Tools","FIM","local"]""", TagsOf(coder));
        Assert.Contains("\"cloud\"", TagsOf(await rig.ModelAsync("Coder")), StringComparison.Ordinal);

        static string TagsOf(JsonObject item) =>
            new JsonArray([.. item["tags"]!.AsArray().Select(t => t!["name"]!.DeepClone())]).ToJsonString();
    }

    [Fact]
    public async Task Figures_FollowTheConfiguration()
    {
        await using var rig = await OwnMachineRig.StartAsync(4_096);
        Assert.False((bool?)(await rig.ModelAsync(OwnMachineRig.Coder))["info"]!["meta"]!["capabilities"]!["builtin_tools"]);
        var more = $"\nmodels: [ {{ backend: own, model: \"{OwnMachineRig.Coder}\", contextLength: 32768 }} ]\n";
        await File.AppendAllTextAsync(rig.Gateway.ConfigPath, more);
        await WaitUntil.TrueAsync(
            async () => (bool?)(await rig.ModelAsync(OwnMachineRig.Coder))["info"]!["meta"]!["capabilities"]!["builtin_tools"] == true);
    }
}

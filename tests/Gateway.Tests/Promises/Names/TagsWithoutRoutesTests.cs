using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Names;

/// <summary>Without configured routes, every tag works from what the backends say they hold, and only from that.</summary>
public sealed class TagsWithoutRoutesTests
{
    [Theory]
    [InlineData("Coder", "own/qwen2.5-coder:7b")]
    [InlineData("编程", "own/qwen2.5-coder:7b")]
    [InlineData("Coder:cloud", "cloud/Qwen/Qwen3-Coder-30B-A3B-Instruct")]
    [InlineData("Coder@30b+", "cloud/Qwen/Qwen3-Coder-30B-A3B-Instruct")]
    [InlineData("Vision", "own/qwen2.5vl:7b")]
    [InlineData("视觉:cloud", "cloud/Qwen/Qwen3-VL-8B-Instruct")]
    [InlineData("FIM", "own/qwen2.5-coder:7b")]
    [InlineData("Reasoning", "own/qwen3:8b")]
    [InlineData("Reasoning@600b+:full", "cloud/deepseek-ai/DeepSeek-R1")]
    [InlineData("Coder+FIM", "own/qwen2.5-coder:7b")]
    [InlineData("Chat", "own/qwen3:8b")]
    [InlineData("auto", "own/qwen3:8b")]
    [InlineData("qwen3:8b", "own/qwen3:8b")]
    [InlineData("cloud/Qwen/Qwen3-8B", "cloud/Qwen/Qwen3-8B")]
    public async Task Name_LeadsToTheModelThatFits(string name, string served)
    {
        await using var rig = await CatalogRig.StartAsync(warm: ["qwen3:8b"]);
        Assert.Equal(served, await rig.ServedAsync(CatalogRig.Body(name)));
    }

    [Fact]
    public async Task Tag_NobodyIsKnownFor_IsRefusedWithWhatThereIs()
    {
        await using var rig = await CatalogRig.StartAsync();
        using var response = await rig.SendAsync(CatalogRig.Body("Math"));
        var error = await response.ErrorAsync(400);
        Assert.Equal("no_capable_model", (string?)error["code"]);
        Assert.Contains("Math", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OperatorsWord_GoesBeforeAllElse()
    {
        await using var rig = await CatalogRig.StartAsync("""
            models:
              - { model: "qwen2.5:7b", tags: [Math, -Tools], contextLength: 1000 }
            """);
        Assert.Equal("own/qwen2.5:7b", await rig.ServedAsync(CatalogRig.Body("Math")));
        using var tools = await rig.SendAsync(
            CatalogRig.Body("qwen2.5:7b", ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"));
        Assert.Equal("no_capable_model", (string?)(await tools.ErrorAsync(400))["code"]);
        using var long_ = await rig.SendAsync(CatalogRig.Body("qwen2.5:7b", content: $"\"{new string('x', 5000)}\""));
        Assert.Equal("prompt_too_long", (string?)(await long_.ErrorAsync(400))["code"]);
    }

    [Fact]
    public async Task Model_PulledBetweenProbes_IsFoundSoonAfterItWasAskedFor()
    {
        await using var rig = await CatalogRig.StartAsync();
        rig.Own.SetModels([.. rig.Own.Models, "brand-new:1b"]);
        using var unknown = await rig.SendAsync(CatalogRig.Body("brand-new:1b"));
        await unknown.ErrorAsync(404);
        await rig.Gateway.Log.WaitForAsync("Backend own lists 8 models");
        // The line is written a moment before the new catalog is in force.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var response = await rig.SendAsync(CatalogRig.Body("brand-new:1b"));
            if (response.IsSuccessStatusCode)
            {
                break;
            }

            await response.ErrorAsync(404);
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Session_StaysWithItsModel_ThoughAnotherIsWarmNow()
    {
        await using var rig = await CatalogRig.StartAsync(
            "routes: [ { name: Lot, policy: weighted, candidates: [ { backend: own, model: \"a:7b\" }, { backend: own, model: \"b:7b\" "
            + "} ] } ]",
            own: ["a:7b", "b:7b"],
            warm: ["b:7b"]);
        Assert.Equal("own/b:7b", await rig.ServedAsync(CatalogRig.Body("Chat"), session: "s1"));
        Assert.Equal("own/b:7b", await rig.ServedAsync(CatalogRig.Body("Chat")));
        // A title of the same session, asked for by another name, does not move the conversation.
        Assert.Equal("own/a:7b", await rig.ServedAsync(CatalogRig.Body("a:7b"), session: "s1"));
        Assert.Equal("own/b:7b", await rig.ServedAsync(CatalogRig.Body("Chat"), session: "s1"));

        // By lot, sessions are spread; each stays where it fell.
        foreach (var session in Enumerable.Range(0, 10))
        {
            var first = await rig.ServedAsync(CatalogRig.Body("Lot"), session: $"lot-{session}");
            Assert.Equal(first, await rig.ServedAsync(CatalogRig.Body("Lot"), session: $"lot-{session}"));
        }
    }
}

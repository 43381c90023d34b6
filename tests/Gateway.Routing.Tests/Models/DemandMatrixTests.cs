using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Routing.Tests.Routes;

namespace Gateway.Routing.Tests.Models;

/// <summary>Every wish is combined with every demand over the same two places: one is chosen first, or none.</summary>
public class DemandMatrixTests
{
    // The own machine sees and codes with two models; the cloud has a model for each, and a full Reasoning model.
    private static readonly RouteTable Table = World.Table(
    [
        World.Own(
            "own",
            World.Model("qwen2.5-coder:7b", "completion tools insert"),
            World.Model("llava:7b", "completion vision"),
            World.Model("deepseek-r1:7b", "completion thinking"),
            World.Model("big-coder:cloud", "completion tools vision")),
        World.Cloud(
            "cloud",
            World.Model("Qwen/Qwen3-Coder-30B-A3B-Instruct", "completion tools", 262_144),
            World.Model("Qwen/Qwen2.5-VL-72B-Instruct", "completion vision tools", 131_072),
            World.Model("deepseek-ai/DeepSeek-R1-671B", "completion thinking tools insert", 163_840)),
    ],
        knowledge: World.KnowingR1);

    [Theory]
    // No wish: home first; what home cannot do goes out; what no coder can do goes to any that can.
    [InlineData("Coder", Demand.None, 0, "own/qwen2.5-coder:7b")]
    [InlineData("Coder", Demand.Tools, 0, "own/qwen2.5-coder:7b")]
    [InlineData("Coder", Demand.JsonSchema, 0, "own/qwen2.5-coder:7b")]
    [InlineData("Coder", Demand.None, 100_000, "cloud/Qwen/Qwen3-Coder-30B-A3B-Instruct")]
    [InlineData("Coder", Demand.Vision, 0, "own/big-coder:cloud")]
    [InlineData("Coder", Demand.FIM, 0, "cloud/deepseek-ai/DeepSeek-R1-671B")]
    [InlineData("Coder", Demand.Audio, 0, "")]
    [InlineData("Coder", Demand.None, 1_000_000, "")]
    // :local
    [InlineData("Coder:local", Demand.None, 0, "own/qwen2.5-coder:7b")]
    [InlineData("Coder:local", Demand.Tools, 0, "own/qwen2.5-coder:7b")]
    [InlineData("Coder:local", Demand.Vision, 0, "own/llava:7b")]
    [InlineData("Coder:local", Demand.Vision | Demand.ImageAddress, 0, "")]
    [InlineData("Coder:local", Demand.Vision | Demand.Tools, 0, "")]
    [InlineData("Coder:local", Demand.FIM, 0, "")]
    [InlineData("Coder:local", Demand.None, 100_000, "")]
    // :cloud, where a cloud model behind the local Ollama belongs too
    [InlineData("Coder:cloud", Demand.None, 0, "cloud/Qwen/Qwen3-Coder-30B-A3B-Instruct")]
    [InlineData("Coder:cloud", Demand.Vision, 0, "own/big-coder:cloud")]
    [InlineData("Coder:cloud", Demand.None, 100_000, "cloud/Qwen/Qwen3-Coder-30B-A3B-Instruct")]
    [InlineData("Coder:cloud", Demand.Vision | Demand.ImageAddress, 0, "cloud/Qwen/Qwen2.5-VL-72B-Instruct")]
    [InlineData("Vision:cloud", Demand.Vision, 60_000, "cloud/Qwen/Qwen2.5-VL-72B-Instruct")]
    // :full, and sizes
    [InlineData("Reasoning", Demand.None, 0, "own/deepseek-r1:7b")]
    [InlineData("Reasoning:full", Demand.None, 0, "cloud/deepseek-ai/DeepSeek-R1-671B")]
    [InlineData("Reasoning:full:local", Demand.None, 0, "")]
    [InlineData("Reasoning@70b+", Demand.None, 0, "cloud/deepseek-ai/DeepSeek-R1-671B")]
    [InlineData("Reasoning@8b-", Demand.None, 0, "own/deepseek-r1:7b")]
    [InlineData("Reasoning@8b-", Demand.Tools, 0, "own/qwen2.5-coder:7b")]
    [InlineData("Reasoning@8b-:full", Demand.None, 0, "")]
    // several tags are an explicit wish and never widened
    [InlineData("Coder+Vision", Demand.None, 0, "own/big-coder:cloud")]
    [InlineData("Coder+Vision:local", Demand.None, 0, "")]
    [InlineData("Coder+Vision", Demand.FIM, 0, "")]
    // a model by name: what it is known to lack is refused, what is not known is left to it
    [InlineData("qwen2.5-coder:7b", Demand.Tools, 0, "own/qwen2.5-coder:7b")]
    [InlineData("qwen2.5-coder:7b", Demand.Vision, 0, "")]
    [InlineData("own/anything-unlisted", Demand.Tools, 0, "own/anything-unlisted")]
    // auto goes by what the request holds
    [InlineData("auto", Demand.Vision, 0, "own/llava:7b")]
    [InlineData("auto", Demand.FIM, 0, "cloud/deepseek-ai/DeepSeek-R1-671B")]
    [InlineData("auto", Demand.Tools, 0, "own/qwen2.5-coder:7b")]
    [InlineData("auto:cloud", Demand.Vision | Demand.ImageAddress, 0, "cloud/Qwen/Qwen2.5-VL-72B-Instruct")]
    public void Name_WithDemands_LeadsTo(string name, Demand demand, long tokens, string first) =>
        Assert.Equal(first, Table.Choose(name, demand, tokens).Split(", ")[0]);
}

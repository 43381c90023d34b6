using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

public class NearNamesAreOfferedTests
{
    private static readonly string[] Known = ["Chat", "Coder", "Vision", "qwen2.5-coder:7b", "qwen3:8b", "qwen3:14b", "推理"];

    [Theory]
    [InlineData("codr", "Coder")]
    [InlineData("CODER", "Coder,qwen2.5-coder:7b")]
    [InlineData("Chta", "")]
    [InlineData("hat", "Chat")]
    [InlineData("qwen3:8", "qwen3:8b")]
    [InlineData("qwen", "qwen3:8b,qwen3:14b,qwen2.5-coder:7b")]
    [InlineData("推里", "推理")]
    [InlineData("gpt-5", "")]
    [InlineData("", "")]
    public void Name_Mistyped_NearestFirst(string name, string expected) =>
        Assert.Equal(expected, string.Join(',', NearestNames.Find(name, Known)));

    [Fact]
    public void Names_ManyNear_AtMostThree() =>
        Assert.Equal(["model1", "model2", "model3"], NearestNames.Find("model", ["model1", "model2", "model3", "model4", "model55"]));

    [Fact]
    public void Table_AskedForNear_OffersListedNamesOnly()
    {
        var table = World.Table(
            [World.Cloud("b", World.Model("codes"))], [World.Route("Coder", ("b", "codes")) with { Aliases = ["Codex"] }]);
        Assert.Equal(["codes", "Coder"], table.Nearest("codex").Order(StringComparer.Ordinal).Reverse());
    }
}

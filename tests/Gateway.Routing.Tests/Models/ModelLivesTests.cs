using Gateway.Routing.Models;
using static Gateway.Routing.Tests.Models.BookRow;

namespace Gateway.Routing.Tests.Models;

/// <summary>The announced ends and redirects, with what to use instead in the end.</summary>
public sealed class ModelLivesTests
{
    private static readonly ModelLives Lives = ModelLives.Parse(ModelNameRows.Config("model-lives.tsv"));

    [Theory]
    [InlineData("zai-org/GLM-4.6", "siliconflow.cn ended 'zai-org/GLM-4.6' on 2026-05-15. It names no successor.")]
    [InlineData(
        "deepseek-ai/DeepSeek-V3.1",
        "siliconflow.cn ended 'deepseek-ai/DeepSeek-V3.1' on 2025-10-09. Use deepseek-ai/DeepSeek-V3.1-Terminus instead.")]
    [InlineData(
        "Pro/zai-org/GLM-5",
        "siliconflow.cn answers 'Pro/zai-org/GLM-5' with Pro/zai-org/GLM-5.1 since 2026-06-11, and bills that. "
        + "Ask for Pro/zai-org/GLM-5.1.")]
    [InlineData(
        "moonshotai/Kimi-K2-Instruct",
        "siliconflow.cn answers 'moonshotai/Kimi-K2-Instruct' with moonshotai/Kimi-K2-Instruct-0905 since 2025-09-15, and bills that. "
        + "moonshotai/Kimi-K2-Instruct-0905 has ended since, without a successor.")]
    public void Life_IsSaidWithItsDay_AndWhatToUseInTheEnd(string id, string words) =>
        Assert.Equal(words, LifeWords.Sentence(Lives.Find("siliconflow.cn", id.ToUpperInvariant())!, Now));

    [Fact]
    public void Life_ThatComes_IsSaidBefore()
    {
        var lives = ModelLives.Parse("a\told\tended\t2026-12-15\t\tnew\na\tolder\tredirected\t2026-12-16\t\told");
        Assert.Equal("a ends 'old' on 2026-12-15. Use new instead.", LifeWords.Sentence(lives.Find("a", "old")!, Now));
        Assert.Equal(
            "a will answer 'older' with old from 2026-12-16 on, and bill that. That has gone on to new: ask for that.",
            LifeWords.Sentence(lives.Find("a", "older")!, Now));
    }

    [Fact]
    public void Day_IsByTheClocksOfTheProvider()
    {
        var life = Lives.Find("siliconflow.cn", "Qwen/Qwen3.5-397B-A17B")!;
        Assert.False(life.IsOver(new DateTimeOffset(2026, 9, 10, 15, 59, 0, TimeSpan.Zero)));
        Assert.True(life.IsOver(new DateTimeOffset(2026, 9, 10, 16, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void FormerNames_LeadToTheLastOfAChain_AndACircleToNobody()
    {
        var lives = ModelLives.Parse(
            "a\tx\tredirected\t2026-01-01\t\ty\na\ty\tredirected\t2026-02-01\t\tz\n"
            + "a\tp\tredirected\t2026-01-01\t\tq\na\tq\tredirected\t2026-01-01\t\tp");
        Assert.Equal(["x", "y"], lives.FormerNamesOf("a", "Z").Select(l => l.Id).Order());
        Assert.Empty(lives.FormerNamesOf("a", "p"));
        Assert.Null(lives.Find("a", "q")!.Successor);
    }
}

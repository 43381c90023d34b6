using Gateway.Routing.Catalog;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Routing.Tests.Routes;

namespace Gateway.Routing.Tests.Explanations;

/// <summary>Explanations to people are checked word for word, because the words are the product here.</summary>
public class ExplanationsAreReadableTests
{
    private static readonly BackendHoldings[] Backends =
    [
        World.Own(
            "ollama",
            World.Model("qwen2.5-coder:7b", "completion tools insert", warm: true),
            World.Model("qwen2.5vl:7b", "completion vision", 125_000, warm: false),
            World.Model("deepseek-r1:7b", "completion thinking", 131_072) with { Family = "qwen2" }),
        World.Cloud("siliconflow", World.Model("deepseek-ai/DeepSeek-R1", null, 160_000)),
    ];

    [Fact]
    public void Image_ToCoder()
    {
        var explanation = World.Table(Backends).Explain("Coder", Demand.Vision, 812);
        Assert.Equal(
            "No model for 'Coder' is known to take images with a prompt of about 812 tokens, so any that does may answer: "
            + "ollama/qwen2.5vl:7b.",
            explanation.Summary);
        Assert.Equal(
            [
                "1 ollama/qwen2.5vl:7b: local, cold: it must be loaded first; Chat by its name; Vision as ollama says; context 125,000; "
                + "free",
                "0 ollama/qwen2.5-coder:7b: cannot take images",
            ],
            Lines(explanation));
    }

    [Fact]
    public void Reasoning_Full()
    {
        var explanation = World.Table(Backends, knowledge: World.KnowingR1).Explain("Reasoning:full");
        Assert.Equal(
            "siliconflow/deepseek-ai/DeepSeek-R1 answers for 'Reasoning:full': own machines first, warm models before cold ones.",
            explanation.Summary);
        Assert.Equal(
            [
                "1 siliconflow/deepseek-ai/DeepSeek-R1: cloud; Reasoning by its name; context 160,000; price unknown",
                "0 ollama/deepseek-r1:7b: is a distilled model: deepseek-r1 distilled onto Qwen2.5-Math-7B",
            ],
            Lines(explanation));
    }

    [Fact]
    public void Prompt_LongerThanEveryContext()
    {
        var explanation = World.Table(Backends).Explain("Coder", tokens: 200_000);
        Assert.Equal(RefusalKind.ContextTooLong, explanation.Refusal!.Kind);
        Assert.Equal(
            "The prompt has about 200,000 tokens, more than any candidate of 'Coder' takes: the longest context is 32,768 tokens, of "
            + "ollama/qwen2.5-coder:7b. Shorten the conversation. "
            + "The operator can give it more room (OLLAMA_CONTEXT_LENGTH at Ollama, -c at llama-server), or say that it has more "
            + "(contextLength in this gateway's configuration).",
            explanation.Summary);
        Assert.Equal(["0 ollama/qwen2.5-coder:7b: takes 32,768 tokens, the prompt has about 200,000"], Lines(explanation));
    }

    [Fact]
    public void Refusal_NamesWhatIsMissingAndWhoCould()
    {
        var explanation = World.Table(Backends).Explain("qwen2.5-coder:7b", Demand.Vision);
        Assert.Equal(
            "No candidate of 'qwen2.5-coder:7b' can serve this request, which holds images: ollama/qwen2.5-coder:7b cannot take images. "
            + "Models that can: ollama/qwen2.5vl:7b.",
            explanation.Refusal!.Message);
    }

    [Fact]
    public void Auto_SaysWhatItStandsFor() => Assert.Equal(
        "'auto' stands for Vision here. ollama/qwen2.5vl:7b answers for 'Vision': own machines first, warm models before cold ones.",
        World.Table(Backends).Explain("auto", Demand.Vision).Summary);

    [Fact]
    public void Order_OfAnExplanation_IsThatOfTheAttempts()
    {
        var table = World.Table(Backends);
        foreach (var (name, demand, tokens) in new[]
        {
            ("Chat", Demand.None, 0L), ("Coder", Demand.Vision, 50), ("auto", Demand.Tools, 0), ("Reasoning", Demand.None, 150_000)
        })
        {
            var tried = table.Explain(name, demand, tokens).Candidates.Where(c => c.Order > 0).Select(c => c.Candidate.ToString());
            Assert.Equal(table.Choose(name, demand, tokens), string.Join(", ", tried));
        }
    }

    private static IEnumerable<string> Lines(Explanation explanation) =>
        explanation.Candidates.Select(c => $"{c.Order} {c.Candidate}: {c.Reason}");
}

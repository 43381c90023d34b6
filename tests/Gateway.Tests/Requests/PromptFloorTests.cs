using System.Text.Json.Nodes;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Wire.Answers;
using Gateway.Wire.Heads;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Requests;

/// <summary>A prompt is reported as cut only if no way of reading it gives so few tokens.</summary>
public sealed class PromptFloorTests
{
    private static readonly string Long = new('x', 24_000);

    [Fact]
    public void Floor_OfAPlainPrompt_IsTheShortestThatPeopleWrite() =>
        Assert.Equal(2_100, PromptFloor.Of(Request(Says("user", Long)), Model()));

    // The template counts for more than the text, and no context is so short.
    [Fact]
    public void Floor_OfAShortPrompt_IsNone() => Assert.Equal(0, PromptFloor.Of(Request(Says("user", new string('x', 2_000))), Model()));

    // Some templates leave out what the assistant thought, servers without tools the tools, and a schema is a grammar to many.
    [Fact]
    public void Floor_LeavesOutWhatSomeTemplatesDo()
    {
        var request = Request(Says("user", Long) + "," + Says("assistant", Long) + "," + Says("system", Long), $$"""
            ,"tools":[{"type":"function","function":{"name":"f","description":"{{Long}}"} }],"response_format":{"type":"json_schema","json_schema":{"description":"{{Long}}"} }
            """);
        Assert.InRange(PromptFloor.Of(request, Model()), 4_190, 4_210);
        Assert.InRange(PromptFloor.Of(request, Model(name: Tag.Tools)), 4_190, 4_210);
        Assert.InRange(PromptFloor.Of(request, Model(backend: Tag.Tools)), 6_280, 6_320);
        Assert.InRange(PromptFloor.Of(request, Model(backend: Tag.Tools), withoutTools: true), 4_190, 4_210);
    }

    [Fact]
    public void Floor_LeavesOutPictures()
    {
        var picture =
            """{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"hi"}]}""";
        Assert.Equal(2_100, PromptFloor.Of(Request(Says("user", Long) + "," + picture), Model()));
    }

    [Fact]
    public void Floor_OfAModelThatIsKnown_IsNearer()
    {
        var model = Model();
        for (var i = 0; i < PromptRatios.Enough; i++)
        {
            model.State.Prompts.Learn(1_000, 1_000);
        }

        // A tenth below what was seen, and a quarter for a text of another kind.
        Assert.Equal(4_050, PromptFloor.Of(Request(Says("user", Long)), model));
    }

    // Tokenizers take a run of blanks, or a line drawn in characters, for a token or two.
    [Theory]
    [InlineData(' ')]
    [InlineData('-')]
    [InlineData('=')]
    public void Floor_OfATablePaddedForTheEye_IsThatOfItsWords(char pad)
    {
        var model = Model(said: new ModelFacts("m") { ServedContext = 32_768, ServedSource = ContextSource.Loaded });
        var request = Request(Says("user", string.Concat(Enumerable.Repeat($"| a word {new string(pad, 50)} ", 400))));
        Assert.InRange(PromptFloor.Of(request, model), 100, request.Inquiry.Head.PromptTokens / 4);
    }

    [Fact]
    public void Floor_OfAModelThatIsSeenToHoldThePrompt_IsTheShortestThatPeopleWrite()
    {
        var model = Model(said: new ModelFacts("m") { ServedContext = 32_768, ServedSource = ContextSource.Loaded });
        for (var i = 0; i < PromptRatios.Enough; i++)
        {
            model.State.Prompts.Learn(1_000, 1_000);
        }

        Assert.Equal(2_100, PromptFloor.Of(Request(Says("user", Long)), model));
    }

    [Theory]
    [InlineData(2_050, null, true)]
    [InlineData(2_101, null, false)]
    [InlineData(6_034, null, false)]
    // What was read from a cache is not counted by some.
    [InlineData(50, 6_000, false)]
    [InlineData(null, null, false)]
    [InlineData(255, null, false)]
    [InlineData(256, null, true)]
    public void Prompt_IsCut_WhereFewerTokensWereReadThanItCanHave(int? told, int? cached, bool isCut)
    {
        var answer = new AnswerState
        {
            ReasoningName = default,
            Defaults = new AnswerDefaults("r", "m", 1) { LeastPrompt = 2_101, LeastRead = PromptFloor.LeastRead }
        };
        answer.Took(new TokenUsage { Prompt = told, Cached = cached, Output = 5 }, 0);
        Assert.Equal(isCut, answer.IsPromptCut);
    }

    private static string Says(string role, string text) => new JsonObject { ["role"] = role, ["content"] = text }.ToJsonString();

    private static Choice Request(string messages, string more = "")
    {
        var inquiry = new Inquiry("r", 0);
        Assert.Null(
            RequestHeadReader.Read(
                System.Text.Encoding.UTF8.GetBytes($$"""{"model":"m","messages":[{{messages}}]{{more}} }"""), inquiry.Head));
        return new Choice(inquiry, null!);
    }

    private static Candidate Model(Tag backend = Tag.None, Tag name = Tag.None, ModelFacts? said = null) => new(
        new ModelCard
        {
            Backend = "b",
            Model = "m",
            Type = ModelType.Chat,
            Tags = new CardTags(Tag.None, backend, Tag.None, name),
            Meets = Demand.None,
            Lacks = Demand.None,
            IsLocal = true,
            IsCloud = false,
            ContextLength = said?.ServedContext,
            ContextSource = said?.ServedSource,
        },
        new BackendLoad(),
        new ModelState(TimeProvider.System));
}

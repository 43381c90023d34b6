using Gateway.Routing.Candidates;
using Gateway.Routing.Catalog;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

/// <summary>Between a prompt that surely fits and one that surely does not, a token count or the backend's refusal must decide.</summary>
public class PromptFitTests
{
    // The estimate was seen to be right within -20 % and +175 %.
    [Theory]
    [InlineData(6_400, Fit.Fits)]
    [InlineData(6_401, Fit.Unsure)]
    [InlineData(8_001, Fit.Unsure)]
    [InlineData(22_857, Fit.Unsure)]
    [InlineData(22_861, Fit.Cannot)]
    public void Prompt_IsJudgedByWhatItsEstimateMayBeWrongBy(long tokens, Fit fit) =>
        Assert.Equal(fit, PromptFit.Of(Of(8_000), new Needs(Demand.None, tokens), Stage.Own));

    [Theory]
    [InlineData(Stage.Own, Fit.Fits)]
    [InlineData(Stage.WithTag, Fit.Cannot)]
    [InlineData(Stage.AnyAble, Fit.Cannot)]
    public void Context_ThatNobodyKnows_IsLeftToAnAttemptByNameOnly(Stage stage, Fit fit) =>
        Assert.Equal(fit, PromptFit.Of(Of(null), new Needs(Demand.None, 1_000_000), stage));

    [Fact]
    public void Answers_OfTheModel_NarrowTheMiddle()
    {
        var model = Of(8_000);
        for (var i = 0; i < PromptRatios.Enough; i++)
        {
            model.State.Prompts.Learn(1_000, 880 + i);
        }

        // Nine tenths of the context, which the estimate takes for all of it.
        Assert.Equal(Fit.Fits, Fits(model, 8_000));
        Assert.Equal(Fit.Unsure, Fits(model, 8_001));
        Assert.Equal(Fit.Unsure, Fits(model, 10_100));
        Assert.Equal(Fit.Cannot, Fits(model, 10_200));
    }

    [Fact]
    public void Answers_WithMoreTokensThanEstimated_WidenItUpwards()
    {
        var model = Of(8_000);
        for (var i = 0; i < PromptRatios.Enough; i++)
        {
            // A tokenizer that gives every digit a token.
            model.State.Prompts.Learn(1_000, i == 3 ? 3_000 : 1_000);
        }

        Assert.Equal(Fit.Fits, Fits(model, 2_400));
        Assert.Equal(Fit.Unsure, Fits(model, 2_500));
    }

    [Fact]
    public void Answers_TooFewOrTooShort_TeachNothing()
    {
        var model = Of(8_000);
        for (var i = 0; i < PromptRatios.Enough - 1; i++)
        {
            model.State.Prompts.Learn(1_000, 100);
        }

        for (var i = 0; i < 100; i++)
        {
            model.State.Prompts.Learn(PromptRatios.LeastEstimate - 1, 100);
            model.State.Prompts.Learn(1_000, 0);
        }

        Assert.Equal(
            (PromptRatios.DefaultLeast, PromptRatios.DefaultMost, false),
            (model.State.Prompts.Least, model.State.Prompts.Most, model.State.Prompts.IsLearned));
    }

    [Fact]
    public void Answers_LongAgo_AreForgotten()
    {
        var ratios = new PromptRatios();
        for (var i = 0; i < 40; i++)
        {
            ratios.Learn(1_000, i < 8 ? 3_000 : 1_000);
        }

        Assert.Equal((900, 1_100), (ratios.Least, ratios.Most));
    }

    // Servers that count need a token for the answer.
    [Theory]
    [InlineData(7_999, Fit.Fits)]
    [InlineData(8_000, Fit.Cannot)]
    public void Count_OfTheBackend_SettlesIt(long counted, Fit fit)
    {
        var model = Of(8_000);
        var needs = new Needs(Demand.None, 8_000) { Counts = new PromptCounts([(model, counted)]) };
        Assert.Equal(fit, PromptFit.Of(model, needs, Stage.Own));
        Assert.Equal(Fit.Unsure, PromptFit.Of(Of(8_000, "other"), needs, Stage.Own));
    }

    // A small picture is 80 tokens to one model, and 1,600 to another.
    [Theory]
    [InlineData(4_800, Fit.Fits)]
    [InlineData(5_600, Fit.Unsure)]
    [InlineData(24_000, Fit.Unsure)]
    public void Pictures_HaveAMiddleOfTheirOwn(long tokens, Fit fit) =>
        Assert.Equal(fit, PromptFit.Of(Of(8_000), new Needs(Demand.None, tokens) { MediaTokens = tokens - 2_400 }, Stage.Own));

    [Fact]
    public void Backend_ThatKeepsRoomForTheAnswer_IsInDoubtWhereThatHasNone()
    {
        var needs = new Needs(Demand.None, 4_000) { AnswerRoom = 4_000 };
        var traits = new BackendTraits("own", IsLocal: true);
        Assert.Equal(Fit.Fits, PromptFit.Of(Of(8_000), needs, Stage.Own));
        Assert.Equal(Fit.Unsure, PromptFit.Of(Of(8_000, traits: traits with { ReservesAnswer = true }), needs, Stage.Own));
        Assert.Equal(
            Fit.Fits, PromptFit.Of(Of(8_000, traits: traits with { ReservesAnswer = true }), needs with { AnswerRoom = 3_000 }, Stage.Own));
    }

    [Fact]
    public void Candidate_ThatSurelyTakesIt_GoesBeforeOneThatMay()
    {
        var table = World.Table(Backends(cuts: false), [World.Route("Mine", ("own", "short:7b"), ("cloud", "long"))]);
        Assert.Equal("own/short:7b, cloud/long", table.Choose("Mine", tokens: 6_000));
        Assert.Equal("cloud/long, own/short:7b", table.Choose("Mine", tokens: 8_000));
        Assert.Equal("cloud/long", table.Choose("Mine", tokens: 30_000));
    }

    [Fact]
    public void Candidate_ThatWouldCutIt_IsNotTriedWhereItMayBeTooLong()
    {
        var table = World.Table(
            Backends(cuts: true),
            [World.Route("Mine", ("own", "short:7b")), World.Route("Both", ("own", "short:7b"), ("own", "refuses:7b"))]);
        Assert.Equal("own/short:7b", table.Choose("Mine", tokens: 6_400));
        Assert.Equal("", table.Choose("Mine", tokens: 6_500));
        Assert.Equal("own/refuses:7b", table.Choose("Both", tokens: 6_500));
    }

    // It has seen prose only, and code may come next.
    [Fact]
    public void Candidate_ThatWouldCutIt_IsNotTrustedWithMoreByItsOwnAnswersThanByAFifth()
    {
        var table = World.Table(Backends(cuts: true), [World.Route("Mine", ("own", "short:7b"))]);
        var ratios = table.Find("own/short:7b").State.Prompts;
        for (var i = 0; i < PromptRatios.Enough; i++)
        {
            ratios.Learn(1_000, 900);
        }

        Assert.Equal("own/short:7b", table.Choose("Mine", tokens: 6_600));
        Assert.Equal("", table.Choose("Mine", tokens: 6_700));
    }

    [Fact]
    public void Explanation_OfWhatMayBeCut_SaysSo()
    {
        var explanation = World.Table(Backends(cuts: true), [World.Route("Mine", ("own", "short:7b"))]).Explain("Mine", tokens: 7_000);
        Assert.Equal(Verdict.MayBeCut, explanation.Candidates[0].Verdict);
        Assert.Equal(
            "takes 8,000 tokens and own cuts what is longer without a word; the prompt has about 7,000 (2,450 to 8,750, by its text alone)",
            explanation.Candidates[0].Reason);
        Assert.Contains("more than any candidate of 'Mine' surely takes", explanation.Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("own/short:7b, and own cuts what is longer without a word.", explanation.Refusal.Message, StringComparison.Ordinal);
    }

    // No shorter conversation helps where there is none.
    [Theory]
    [InlineData(7_000, RefusalKind.PromptTooLong)]
    [InlineData(100, RefusalKind.ContextTooLong)]
    public void Refusal_OfWhatMayBeCut_HasTheCodeThatHelps(long fixedTokens, RefusalKind kind)
    {
        var route = World.Table(Backends(cuts: true), [World.Route("Mine", ("own", "short:7b"))]).Match("Mine")!;
        var explanation = Explainer.Explain(route, new Needs(Demand.None, 7_000) { FixedTokens = fixedTokens }, null, new Random(1));
        Assert.Equal(kind, explanation.Refusal!.Kind);
    }

    [Fact]
    public void Explanation_OfACount_IsExact()
    {
        var route = World.Table(Backends(cuts: false), [World.Route("Mine", ("own", "short:7b"))]).Match("Mine")!;
        var needs = new Needs(Demand.None, 7_000) { Counts = new PromptCounts([(route.Candidates[0], 8_123)]) };
        Assert.Equal("takes 8,000 tokens, the prompt has 8,123", Explainer.Explain(route, needs, null, new Random(1)).Candidates[0].Reason);
    }

    [Fact]
    public void Tag_WhoseOwnModelsMayBeTooShort_HasALongerOneBehindThem()
    {
        var table = World.Table(
            [World.Own("own", World.Model("a-coder:7b", "completion", 8_000), World.Model("other-coder:7b", "completion", 64_000))],
            [World.Route("Coder", ("own", "a-coder:7b"))]);
        Assert.Equal("own/a-coder:7b, own/other-coder:7b", table.Choose("Coder", tokens: 7_900));
        Assert.Equal("own/a-coder:7b", table.Choose("Coder", tokens: 6_000));
    }

    [Fact]
    public void Session_DoesNotStayWhereItMayHaveGrownTooLong()
    {
        var table = World.Table([World.Own("own", World.Model("a:7b", "completion", 8_000), World.Model("b:7b", "completion", 64_000))]);
        var last = table.Find("own/a:7b");
        Assert.StartsWith("own/a:7b", table.Choose("Chat", tokens: 6_000, last: last), StringComparison.Ordinal);
        Assert.StartsWith("own/b:7b", table.Choose("Chat", tokens: 7_900, last: last), StringComparison.Ordinal);
    }

    // Several answers are the backend's work, whatever the model.
    [Fact]
    public void Choices_AreMetByBackendsThatMakeThem()
    {
        var own = World.Own("own", World.Model("short:7b")) with { };
        var table = World.Table(
            [own, new BackendHoldings(new BackendTraits("makes", IsLocal: false), [World.Model("long")])],
            [World.Route("Mine", ("own", "short:7b"), ("makes", "long"))]);
        Assert.Equal("makes/long", table.Choose("Mine", Demand.Choices));
        Assert.Equal(
            "No candidate of 'own/short:7b' can serve this request, which holds a wish for several answers ('n' above 1, or several "
            + "prompts): own/short:7b cannot make several answers at once. Models that can: makes/long.",
            table.Explain("own/short:7b", Demand.Choices).Refusal!.Message);
    }

    [Fact]
    public void Operation_ThatCanBeKeptFromBeingCut_IsSoByTheModelsWordBeforeItsBackends()
    {
        var traits = new BackendTraits(
            "own",
            IsLocal: true)
        { CutsSilently = true, RefusesTooLong = OperationSet.Of(OperationKind.Embedding, OperationKind.Completion) };
        var table = World.Table(
            [new BackendHoldings(
                traits,
                [World.Model("new:7b"), World.Model("old:7b") with { CanRefuseTooLong = OperationSet.Of(OperationKind.Embedding) }])]);
        var (recent, old) = (table.Find("own/new:7b").Card, table.Find("own/old:7b").Card);
        Assert.Equal(
            (true, false, false),
            (recent.Cuts(OperationKind.Chat), recent.Cuts(OperationKind.Completion), recent.Cuts(OperationKind.Embedding)));
        Assert.Equal(
            (true, true, false), (old.Cuts(OperationKind.Chat), old.Cuts(OperationKind.Completion), old.Cuts(OperationKind.Embedding)));
    }

    private static Fit Fits(Candidate model, long tokens) => PromptFit.Of(model, new Needs(Demand.None, tokens), Stage.Own);

    private static BackendHoldings[] Backends(bool cuts) =>
    [
        new(
            new BackendTraits("own", IsLocal: true) { CutsSilently = cuts },
            [World.Model("short:7b", context: 8_000), World.Model("refuses:7b", context: 8_000) with { RefusesTooLong = true }]),
        World.Cloud("cloud", World.Model("long", context: 100_000)),
    ];

    private static Candidate Of(int? context, string name = "m:7b", BackendTraits? traits = null) =>
        World.Table([new BackendHoldings(traits ?? new BackendTraits("own", IsLocal: true), [World.Model(name, context: context)])]).Find(
            $"own/{name}");
}

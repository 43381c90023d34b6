using System.Collections.Immutable;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Candidates;

public class ModelLessonTests
{
    private static readonly ModelFacts s_said = new("m") { Capabilities = ["completion", "tools"], ContextLength = 4096 };

    private readonly Clock _time = new();
    private readonly ModelLesson _lesson;

    public ModelLessonTests() => _lesson = new ModelLesson(_time);

    [Fact]
    public void Lack_IsNewsOnce_AndAddsUp()
    {
        Assert.True(_lesson.Learn(Tag.Tools, s_said, 0));
        Assert.False(_lesson.Learn(Tag.Tools, s_said, 0));
        Assert.False(_lesson.Learn(default, s_said, 0));
        Assert.True(_lesson.Learn(Demand.JsonSchema, s_said, 0));
        Assert.Equal(new Lack(Tag.Tools, Demand.JsonSchema), _lesson.Of(s_said, 0));
    }

    public static TheoryData<ModelFacts?> OtherFacts => new(
        null,
        s_said with { Capabilities = ["completion"] },
        s_said with { Capabilities = null },
        s_said with { ContextLength = 8192 },
        s_said with { Quantization = "Q8_0" },
        s_said with { Family = "other" });

    [Theory]
    [MemberData(nameof(OtherFacts))]
    public void Lack_OfAModelThatChanged_IsNone(ModelFacts? now)
    {
        _lesson.Learn(Tag.Tools, s_said, 0);
        Assert.Equal(default, _lesson.Of(now, 0));
    }

    [Fact]
    public void Lack_OfAModelThatMerelyFaresOtherwise_Holds()
    {
        _lesson.Learn(Tag.Tools, s_said, 0);
        ImmutableArray<string> same = ["completion", "tools"];
        Assert.Equal(Tag.Tools, _lesson.Of(s_said with { IsWarm = true, ServedContext = 2048, Capabilities = same }, 0).Tags);
        _lesson.Learn(Tag.Vision, null, 0);
        Assert.Equal(Tag.Vision, _lesson.Of(null, 0).Tags);
    }

    [Fact]
    public void Lack_HoldsForTwoHours_AndNoLongerThanTheBackendStays()
    {
        _lesson.Learn(Tag.Tools, s_said, 3);
        Assert.Equal(default, _lesson.Of(s_said, 4));
        _time.Pass(ModelLesson.Lasts - TimeSpan.FromSeconds(1));
        Assert.Equal(Tag.Tools, _lesson.Of(s_said, 3).Tags);
        Assert.False(_lesson.ForgetOld(3));
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(default, _lesson.Of(s_said, 3));
        Assert.True(_lesson.ForgetOld(3));
        Assert.False(_lesson.ForgetOld(3));
    }

    [Fact]
    public void Lack_IsAsFarAsItWasAskedFor()
    {
        var lack = (Lack)(Tag.Tools | Tag.Vision | Tag.Reasoning) | (Lack)(Demand.JsonSchema | Demand.ImageAddress);
        Assert.Equal(new Lack(Tag.Tools, Demand.JsonSchema), lack.AskedBy(Demand.Tools | Demand.JsonSchema, thinks: false));
        Assert.Equal(new Lack(Tag.Reasoning, Demand.None), lack.AskedBy(Demand.Audio, thinks: true));
    }

    [Fact]
    public void Card_WithARefusal_LacksIt_UnlessTheOperatorSaysOtherwise()
    {
        var name = ModelName.Parse("m");
        var own = new BackendTraits("b", IsLocal: true);
        var refused = (Lack)(Tag.Tools | Tag.Reasoning) | (Lack)Demand.JsonSchema;
        var card = ModelCards.Merge(name, null, own, s_said, refused: refused);
        Assert.Equal((Tag.Tools | Tag.Reasoning, Demand.Tools | Demand.JsonSchema), (card.Tags.Refused, card.Refused));
        Assert.Equal(Demand.Tools | Demand.JsonSchema, card.Lacks & (Demand.Tools | Demand.JsonSchema));
        Assert.Equal(Demand.None, card.Meets & (Demand.Tools | Demand.JsonSchema));
        Assert.False(card.Tags.Has(Tag.Tools));

        card = ModelCards.Merge(name, null, own, s_said, new OperatorFacts(Tag.Tools), refused: refused);
        Assert.Equal((Tag.Reasoning, true), (card.Tags.Refused, card.Tags.Has(Tag.Tools)));
        Assert.Equal(Demand.JsonSchema, card.Refused);
    }

    private sealed class Clock : TimeProvider
    {
        private long _now = 1;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += (long)(time.TotalSeconds * TimestampFrequency);
    }
}

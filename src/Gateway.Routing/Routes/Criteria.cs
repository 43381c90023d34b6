using Gateway.Routing.Models;
using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

// The requirements a model must meet to serve a request, except for length, which differs from request to request. Both the choice and its
// explanation judge by it, so that they cannot disagree.
internal readonly record struct Criteria(Purpose Purpose, Tag Tags, Demand Demand, Wishes Wishes, bool IsLocalOnly, bool UnknownPasses)
{
    private bool NeedsLocal => IsLocalOnly || Wishes.Place == Place.Local;

    public static Criteria Of(Route route, Stage stage, Purpose purpose, Demand demand) => new(
        purpose,
        stage != Stage.AnyAble ? route.Tags : purpose.Operation != OperationKind.Chat || (demand & Demand.FIM) != 0 ? Tag.None : Tag.Chat,
        demand,
        route.Wishes,
        route.IsLocalOnly,
        UnknownPasses: stage == Stage.Own && route.IsExplicit);

    public Verdict Judge(ModelCard card) => card switch
    {
        _ when card.Type != Purpose.Type => Verdict.OtherType,
        _ when card.Without.Holds(Purpose.Operation) => Verdict.NoOperation,
        _ when card.HasFailed => Verdict.LoadFailed,
        _ when NeedsLocal && !card.IsLocal => Verdict.NotLocal,
        _ when Wishes.Place == Place.Cloud && !card.IsCloud => Verdict.NotCloud,
        _ when !card.Tags.Has(Tags) => Verdict.LacksTag,
        _ when (Demand & card.Lacks) != 0 => Verdict.LacksDemand,
        _ when !UnknownPasses && (Demand & card.Meets) != Demand => Verdict.UnknownDemand,

        // A model not known to be whole is not proved to be.
        _ when Wishes.IsFull && !card.IsProvedFull => Verdict.Distilled,
        _ => JudgeSize(card.Parameters),
    };

    private Verdict JudgeSize(decimal? parameters) => (Wishes.MaxParameters, Wishes.MinParameters, parameters) switch
    {
        (null, null, _) => Verdict.Able,
        (_, _, null) => Verdict.SizeUnknown,
        ({ } max, _, { } size) when size > max * (1 + Wishes.SizeTolerance) => Verdict.TooLarge,
        (_, { } min, { } size) when size < min * (1 - Wishes.SizeTolerance) => Verdict.TooSmall,
        _ => Verdict.Able,
    };
}

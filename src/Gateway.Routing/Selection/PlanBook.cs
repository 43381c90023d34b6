using System.Collections.Immutable;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

// The plans of one route, each made when it is first asked for and then found without a look-up or an allocation. Two
// threads may make the same plan at once; either will do.
internal sealed class PlanBook(Route route)
{
    private const int Combinations = 64;

    private readonly Plan?[]?[] _plans = new Plan?[]?[3];

    public Plan Get(Stage stage, Demand demand)
    {
        var ofStage = Volatile.Read(ref _plans[(int)stage]) ?? Add(stage);
        return Volatile.Read(ref ofStage[(int)demand]) ?? Make(ofStage, stage, demand);
    }

    private Plan?[] Add(Stage stage)
    {
        var made = new Plan?[Combinations];
        return Interlocked.CompareExchange(ref _plans[(int)stage], made, null) ?? made;
    }

    private Plan Make(Plan?[] ofStage, Stage stage, Demand demand)
    {
        var criteria = Criteria.Of(route, stage, demand);
        var source = stage == Stage.Own ? route.Candidates : route.Table.All;
        var able = source.Where(c => criteria.Judge(c.Card) == Verdict.Able);
        var held = able.Where(c => !route.Table.Lacks(c)).ToList();

        // A tag does not pay an attempt for each model nobody pulled. If that leaves none, all stay: the backend's "not
        // found" explains itself best.
        var plan = new Plan(PlanOrder.Sort(held.Count > 0 ? held : able, route, stage, criteria));
        Volatile.Write(ref ofStage[(int)demand], plan);
        return plan;
    }
}

using System.Collections.Immutable;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;

namespace Gateway.Routing.Routes;

// The plans of one route. Each is made when first asked for and then found without a look-up or an allocation. Two threads may make the
// same plan at once; either will do.
internal sealed class PlanBook(Route route)
{
    private const int Combinations = 2 * (int)Demand.Infill;

    private static readonly int Stages = Enum.GetValues<Stage>().Length;

    private static readonly int Operations = Enum.GetValues<OperationKind>().Length;

    // Plans without a demand, which every route has. A table of all demands for each route would outweigh everything else that is known.
    private readonly Plan?[] _plain = new Plan?[Stages * Operations];

    private readonly Plan?[]?[] _plans = new Plan?[]?[Stages * Operations];

    public Plan Get(Stage stage, Purpose purpose, Demand demand)
    {
        var place = ((int)purpose.Operation * Stages) + (int)stage;
        if (demand == Demand.None)
        {
            return Volatile.Read(ref _plain[place]) ?? Make(ref _plain[place], stage, purpose, demand);
        }

        ref var plans = ref _plans[place];
        var made = Volatile.Read(ref plans) ?? Add(ref plans);
        return Volatile.Read(ref made[(int)demand]) ?? Make(ref made[(int)demand], stage, purpose, demand);
    }

    private static Plan?[] Add(ref Plan?[]? plans)
    {
        var made = new Plan?[Combinations];
        return Interlocked.CompareExchange(ref plans, made, null) ?? made;
    }

    private Plan Make(ref Plan? kept, Stage stage, Purpose purpose, Demand demand)
    {
        var criteria = Criteria.Of(route, stage, purpose, demand);
        var source = stage == Stage.Own ? route.Candidates : route.Table.All;
        var able = source.Where(c => criteria.Judge(c.Card) == Verdict.Able);
        var held = able.Where(c => !route.Table.Lacks(c)).ToList();

        // A tag does not spend an attempt on each model nobody pulled. If that leaves none, all stay: the backend's "not found" explains
        // itself best.
        var plan = new Plan(OfOneModel(PlanOrder.Sort(held.Count > 0 ? held : able, route, stage, criteria), purpose));
        Volatile.Write(ref kept, plan);
        return plan;
    }

    // When answers of different models cannot be compared, a name that lists no models means one model, on every backend that has it.
    private ImmutableArray<Candidate> OfOneModel(ImmutableArray<Candidate> sorted, Purpose purpose) =>
        !purpose.IsBoundBy(route) || sorted.IsEmpty ? sorted
        : [.. sorted.Where(c => ModelName.AreSame(c.Model, sorted[0].Model))];
}

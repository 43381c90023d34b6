using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Inputs;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Benchmarks;

/// <summary>Measures the way from the client's name to the ordered candidates, over a catalog of 5,000 models on five backends.</summary>
[MemoryDiagnoser]
public class RouteMatch
{
    private readonly RouteTable _table = BigCatalog.Table();
    private readonly Random _random = new(1);

    // These are not constants, because the compiler could fold those.
    private readonly string _tag = "coder";
    private readonly string _wish = "Coder:cloud@30b-";
    private readonly string _model = "vendor3/model-249-coder-70b";
    private readonly string _unknown = "nobody-has-this";
    private readonly string _busy = "Busy";

    /// <summary>The case that the promise is about: a plain tag.</summary>
    [Benchmark]
    public int Tag() => Choose(_tag, default);

    [Benchmark]
    public int TagWithDemands() => Choose(_tag, new Needs(Demand.Tools | Demand.JsonSchema, 10_000));

    [Benchmark]
    public int Wish() => Choose(_wish, default);

    [Benchmark]
    public int Model() => Choose(_model, default);

    /// <summary>A policy that looks at all candidates of the tag again for each request.</summary>
    [Benchmark]
    public int LeastBusy() => Choose(_busy, default);

    [Benchmark]
    public object? Unknown() => _table.Match(_unknown);

    private int Choose(string name, Needs needs)
    {
        Shortlist list = default;
        Selector.Select(_table.Match(name)!, needs, null, _random, ref list);
        return list.Count;
    }
}

using BenchmarkDotNet.Attributes;
using Gateway.Routing.Routes;

namespace Gateway.Benchmarks;

/// <summary>From the name a client wrote to its route, in a table of two tags and 500 models.</summary>
[MemoryDiagnoser]
public class RouteMatch
{
    private readonly RouteTable _table = RouteTable.Build(
        [
            new RouteDefinition(
                "Coder", ["gpt-4o", "claude"], [new Candidate("local", "model-7:7b"), new Candidate("cloud", "vendor/model-9")]),
            new RouteDefinition("Chat", [], [new Candidate("cloud", "vendor/model-1")]),
        ],
        [
            new BackendModels("local", [.. Enumerable.Range(0, 250).Select(i => $"model-{i}:7b")]),
            new BackendModels("cloud", [.. Enumerable.Range(0, 250).Select(i => $"vendor/model-{i}")]),
        ]);

    // Not constants, which the compiler could fold.
    private readonly string _tag = "coder";
    private readonly string _alias = "GPT-4o";
    private readonly string _model = "vendor/model-249";
    private readonly string _unknown = "nobody-has-this";

    [Benchmark]
    public object? Tag() => _table.Match(_tag);

    [Benchmark]
    public object? Alias() => _table.Match(_alias);

    [Benchmark]
    public object? Model() => _table.Match(_model);

    [Benchmark]
    public object? Unknown() => _table.Match(_unknown);
}

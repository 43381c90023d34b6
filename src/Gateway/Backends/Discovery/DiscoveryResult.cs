using System.Collections.Immutable;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>What one probe of a backend found: its models, or why it found none.</summary>
internal sealed record DiscoveryResult
{
    /// <summary>The problem of a backend whose answer is something else than a list of models.</summary>
    public const string NoList = "its list of models is not one";

    private DiscoveryResult()
    {
    }

    /// <summary>What it says of its models, each name once; empty when the probe failed.</summary>
    public ImmutableArray<ModelFacts> Models { get; init; } = [];

    /// <summary>Why the probe failed; null: it did not.</summary>
    public string? Problem { get; private init; }

    /// <summary>Whether it failed because nothing answered.</summary>
    public bool IsUnreachable { get; private init; }

    /// <summary>Whether it failed because the backend loads its model yet, and will tell as soon as it has.</summary>
    public bool IsLoading { get; private init; }

    /// <summary>The version of its software; null when it does not tell.</summary>
    public string? Version { get; init; }

    /// <summary>What the operator should know of a backend that answers; null: nothing.</summary>
    public string? Note { get; init; }

    public static DiscoveryResult Of(ImmutableArray<ModelFacts> models) => new() { Models = models };

    public static DiscoveryResult Failed(string problem) => new() { Problem = problem };

    /// <summary>The result of a question without whose answer there is no list.</summary>
    public static DiscoveryResult Failed(ProbeAnswer answer) => new()
    {
        Problem = answer.Problem,
        IsUnreachable = answer.IsUnreachable,
        IsLoading = answer.IsLoading,
    };
}

using System.Collections.Immutable;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>The result of probing a backend: its models, or the reason why there are none.</summary>
internal sealed record DiscoveryResult
{
    /// <summary>The problem of a backend whose answer is not a list of models.</summary>
    public const string NoList = "its list of models is not one";

    private DiscoveryResult()
    {
    }

    /// <summary>The facts about its models, each name once; empty when the probe failed.</summary>
    public ImmutableArray<ModelFacts> Models { get; init; } = [];

    /// <summary>The reason the probe failed; null when it did not.</summary>
    public string? Problem { get; private init; }

    /// <summary>True when it failed because nothing answered.</summary>
    public bool IsUnreachable { get; private init; }

    /// <summary>True when it failed because the backend is still loading its model, and will answer as soon as it has.</summary>
    public bool IsLoading { get; private init; }

    /// <summary>The version of its software; null when it does not say.</summary>
    public string? Version { get; init; }

    /// <summary>A note for the operator about a backend that answers; null for none.</summary>
    public string? Note { get; init; }

    public static DiscoveryResult Of(ImmutableArray<ModelFacts> models) => new() { Models = models };

    public static DiscoveryResult Failed(string problem) => new() { Problem = problem };

    /// <summary>The result when a question failed that the list of models depends on.</summary>
    public static DiscoveryResult Failed(ProbeAnswer answer) => new()
    {
        Problem = answer.Problem,
        IsUnreachable = answer.IsUnreachable,
        IsLoading = answer.IsLoading,
    };
}

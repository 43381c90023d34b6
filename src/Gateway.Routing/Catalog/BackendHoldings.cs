using System.Collections.Immutable;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;

namespace Gateway.Routing.Catalog;

/// <summary>One backend and the models it holds.</summary>
/// <param name="Traits">The facts that hold for all its models.</param>
/// <param name="Models">The models it lists; <see langword="null"/> while it has not been asked or has not answered yet.</param>
public sealed record BackendHoldings(BackendTraits Traits, ImmutableArray<ModelFacts>? Models)
{
    /// <summary>Its present load and state. Shared by all tables built over it, so that it outlives them.</summary>
    public BackendLoad Load { get; init; } = new();

    /// <summary>The clock for states that are not remembered.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets the state of one of its models; a name that was never asked for gives a fresh state.</summary>
    public Func<string, ModelState> StateOf { get; init; } = static _ => new ModelState(TimeProvider.System);
}

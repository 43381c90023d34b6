using System.Collections.Immutable;
using Gateway.Routing.Models;
using Gateway.Routing.Selection;

namespace Gateway.Routing.Catalog;

/// <summary>What one backend holds.</summary>
/// <param name="Traits">What holds for all its models.</param>
/// <param name="Models">The models it lists; <see langword="null"/> while it has not been asked or has not answered yet.</param>
public sealed record BackendHoldings(BackendTraits Traits, ImmutableArray<ModelFacts>? Models)
{
    /// <summary>How it fares at present. Shared by all tables that are built over it, so that it survives them.</summary>
    public BackendLoad Load { get; init; } = new();

    /// <summary>The clock of states that are not remembered.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How one of its models fares; a name that was never asked for gives a fresh state.</summary>
    public Func<string, ModelState> StateOf { get; init; } = static _ => new ModelState(TimeProvider.System);
}

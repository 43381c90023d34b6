using System.Collections.Immutable;
using Gateway.Routing.Models;

namespace Gateway.Routing.Candidates;

/// <summary>A model on a backend that can serve a request.</summary>
/// <param name="card">The facts known about it.</param>
/// <param name="load">The state of its backend.</param>
/// <param name="state">The state of the model.</param>
/// <param name="weight">Its share in a weighted draw.</param>
public sealed class Candidate(ModelCard card, BackendLoad load, ModelState state, int weight = 1)
{
    // Smaller than any real share of places.
    private const double BarelyMore = 1e-9;

    /// <summary>The facts known about the model.</summary>
    public ModelCard Card { get; } = card;

    /// <summary>The state of its backend.</summary>
    public BackendLoad Load { get; } = load;

    /// <summary>The state of the model.</summary>
    public ModelState State { get; } = state;

    /// <summary>The candidate's share in a weighted draw; at least 1.</summary>
    public int Weight { get; } = weight;

    /// <summary>The backend's name as configured.</summary>
    public string Backend => Card.Backend;

    /// <summary>The model's name as that backend knows it. It replaces the client's name in the body that is sent on.</summary>
    public string Model => Card.Model;

    /// <summary>
    /// Other names a client may write for it: its backend's aliases, its own name without the tag <c>latest</c> where that is implied, and
    /// the names that its provider answers with it.
    /// </summary>
    public ImmutableArray<string> OtherNames { get; } = OthersOf(card);

    /// <summary>
    /// The load of the candidate: the share in use of its own places or of its machine's, whichever is larger. Where neither has a limit,
    /// the attempts on the machine count. Of two equally busy models, the one on the less busy machine counts as less busy.
    /// </summary>
    public double Share
    {
        get
        {
            var machine = State.Places > 0 && Load.Capacity == 0 ? 0 : Load.Share;
            var own = State.Places > 0 ? (double)State.InFlight / State.Places : 0;
            return Math.Max(machine, own) + (Load.InFlight * BarelyMore);
        }
    }

    /// <summary>Makes the same candidate with another weight.</summary>
    /// <param name="weight">The weight.</param>
    public Candidate WithWeight(int weight) => weight == Weight ? this : new Candidate(Card, Load, State, weight);

    /// <summary>True when it is the given model on the given backend; case does not matter.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="model">The model's name there.</param>
    public bool Is(string backend, string model) =>
        Model.Equals(model, StringComparison.OrdinalIgnoreCase) && Backend.Equals(backend, StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<string> OthersOf(ModelCard card)
    {
        var aliases = card.Said?.Aliases ?? [];
        // On other backends the tag is part of the name, and the backend knows no other.
        aliases = card.HasImplicitTag && ImplicitTag.Remove(card.Model) is { } bare ? aliases.Add(bare) : aliases;
        return card.FormerNames.IsEmpty ? aliases : aliases.AddRange(card.FormerNames.Select(static l => l.Id));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Backend}/{Model}";
}

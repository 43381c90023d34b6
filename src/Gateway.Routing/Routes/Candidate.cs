using System.Collections.Immutable;
using Gateway.Routing.Models;
using Gateway.Routing.Selection;

namespace Gateway.Routing.Routes;

/// <summary>A model on a backend that can serve a request.</summary>
/// <param name="card">What is known of it.</param>
/// <param name="load">How its backend fares.</param>
/// <param name="state">How it fares at present.</param>
/// <param name="weight">Its share where candidates are drawn by lot.</param>
public sealed class Candidate(ModelCard card, BackendLoad load, ModelState state, int weight = 1)
{
    // Below any share of places that there can be.
    private const double BarelyMore = 1e-9;

    /// <summary>What is known of the model.</summary>
    public ModelCard Card { get; } = card;

    /// <summary>How its backend fares.</summary>
    public BackendLoad Load { get; } = load;

    /// <summary>How it fares at present.</summary>
    public ModelState State { get; } = state;

    /// <summary>Its share where candidates are drawn by lot; at least 1.</summary>
    public int Weight { get; } = weight;

    /// <summary>The backend's name as configured.</summary>
    public string Backend => Card.Backend;

    /// <summary>The model's name as that backend knows it; it replaces the client's in the body sent on.</summary>
    public string Model => Card.Model;

    /// <summary>
    /// Other names that a client may write for it: its backend's aliases, and its own without the tag <c>latest</c> where that is implied.
    /// </summary>
    public ImmutableArray<string> OtherNames { get; } = OthersOf(card);

    /// <summary>
    /// How busy it is: the share of its own places or of its machine's that is taken, whichever is more; where neither has a limit, the
    /// attempts on the machine. Of two models as busy, the one whose machine has less to do is less so.
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

    /// <summary>The same with another weight.</summary>
    /// <param name="weight">The weight.</param>
    public Candidate WithWeight(int weight) => weight == Weight ? this : new Candidate(Card, Load, State, weight);

    /// <summary>Whether it is the same model on the same backend; case does not matter.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="model">The model's name there.</param>
    public bool Is(string backend, string model) =>
        Model.Equals(model, StringComparison.OrdinalIgnoreCase) && Backend.Equals(backend, StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<string> OthersOf(ModelCard card)
    {
        var aliases = card.Said?.Aliases ?? [];
        // Elsewhere the tag is a part of the name, and the backend knows no other.
        return card.HasImplicitTag && ImplicitTag.Remove(card.Model) is { } bare ? aliases.Add(bare) : aliases;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Backend}/{Model}";
}

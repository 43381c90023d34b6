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

    /// <summary>The same with another weight.</summary>
    /// <param name="weight">The weight.</param>
    public Candidate WithWeight(int weight) => weight == Weight ? this : new Candidate(Card, Load, State, weight);

    /// <summary>Whether it is the same model on the same backend; case does not matter.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="model">The model's name there.</param>
    public bool Is(string backend, string model) =>
        Model.Equals(model, StringComparison.OrdinalIgnoreCase) && Backend.Equals(backend, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"{Backend}/{Model}";
}

using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Endpoints;

/// <summary>A chat request that nothing is wrong with.</summary>
/// <param name="Request">The request, with the model as the answer names it.</param>
/// <param name="Model">The model.</param>
/// <param name="Script">How it answers.</param>
internal sealed record Admitted(ChatRequest Request, ModelFacts Model, ModelScript Script);

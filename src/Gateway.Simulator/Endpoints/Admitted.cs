using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Endpoints;

/// <summary>A chat request that passed all checks.</summary>
/// <param name="Request">The request, with the model's name as in the answer.</param>
/// <param name="Model">The model.</param>
/// <param name="Script">The script that the answer follows.</param>
internal sealed record Admitted(ChatRequest Request, ModelFacts Model, ModelScript Script);
